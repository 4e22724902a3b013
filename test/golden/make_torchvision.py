"""Writes torchvision.json: what torchvision makes of one small picture. Needs: pip install torch torchvision."""

import json
import math
import os

import torch
import torchvision
from torchvision.transforms.v2 import functional as F

# The same pictures as in keras.json; torchvision wants the channels first.
HEIGHT, WIDTH = 5, 7
grey = (torch.arange(HEIGHT * WIDTH) * 37 % 251).reshape(HEIGHT, WIDTH, 1)
colour = (torch.arange(HEIGHT * WIDTH * 3) * 53 % 256).reshape(HEIGHT, WIDTH, 3)
pictures = {"grey": grey, "colour": colour}
images = {name: (pixels.float() / 255).permute(2, 0, 1)[None] for name, pixels in pictures.items()}
cases = []


def case(policy, result, picture="grey", drawn=None):
    """`drawn` is for ops whose box cannot be written in a policy: what the op's own draws would have been."""
    pixels = [round(x, 6) for x in result[0].permute(1, 2, 0).flatten().tolist()]
    cases.append({"policy": policy, "picture": picture, "result": pixels} | ({"drawn": drawn} if drawn else {}))


def affine(image, angle=0.0, translate=(0.0, 0.0), scale=1.0, shear=(0.0, 0.0)):
    """Without `fill` what lies outside counts as 0, once; `fill=0` lets it count twice (see libraries.md)."""
    return F.affine(image, angle, list(translate), scale, list(shear), interpolation=F.InterpolationMode.BILINEAR)


for name, image in images.items():
    for factor in [0.03, -0.11, 0.25]:
        turned = F.rotate(image, 360 * factor, F.InterpolationMode.BILINEAR)
        case(f"rotate({factor}..{factor})", turned, name)
    for down, right in [(0.2, 0.0), (-0.13, 0.31), (0.9, -0.7)]:
        moved = affine(image, translate=(right * WIDTH, down * HEIGHT))
        case(f"shift({down}..{down}, width={right}..{right})", moved, name)
    # torchvision enlarges by `scale`, Augie looks at 1 + factor times the distance.
    for factor in [0.4, -0.3]:
        case(f"zoom({factor}..{factor})", affine(image, scale=1 / (1 + factor)), name)
    # One direction at a time: torchvision shears what it has sheared, Augie and Keras shear both ways at once.
    for x, y in [(0.3, 0), (-0.2, 0), (0, 0.15)]:
        angles = [math.degrees(math.atan(x)), math.degrees(math.atan(y))]
        case(f"shear({x}..{x}, y={y}..{y})", affine(image, shear=angles), name)
    case("flip@1", F.horizontal_flip(image), name)
    case("flip(vertical)@1", F.vertical_flip(image), name)
    # resized_crop sets edges on edges, Augie centres on centres: this is the same with centres (see libraries.md).
    for top, left, height, width in [(0, 0, 5, 7), (1, 2, 3, 4), (2, 0, 3, 6), (4, 6, 1, 1), (0, 3, 5, 1)]:
        box = F.crop(image, top, left, height, width)
        enlarged = torch.nn.functional.interpolate(box, (HEIGHT, WIDTH), mode="bilinear", align_corners=True)
        case("crop@1", enlarged, name, drawn=[height, width, top, left])
    for top, left, height, width, fill in [(1, 2, 3, 4, 0), (0, 0, 2, 7, 0.6)]:
        erased = F.erase(image, top, left, height, width, torch.tensor(float(fill)))
        case(f"erase(fill={fill})@1", erased, name, drawn=[left, top, left + width, top + height])
    for exponent in [0.5, 0.8, 1.7]:
        case(f"gamma({exponent}..{exponent})", F.adjust_gamma(image, exponent), name)
    case("invert@1", F.invert(image), name)
    # torchvision reflects at the border without its last pixel, Augie lets the border's pixel count again.
    for sigma in [0.4, 1.0, 2.5]:
        blurred = F.gaussian_blur(F.pad(image, [1], padding_mode="edge"), [3, 3], [sigma, sigma])
        case(f"blur({sigma}..{sigma})@1", blurred[:, :, 1:-1, 1:-1], name)

# About the mean of all channels' grey, which of one channel is that channel's mean.
for factor in [0.3, -0.2, -1]:
    case(f"contrast({factor}..{factor})", F.adjust_contrast(images["grey"], 1 + factor))
for factor in [0.1, 0.5, 1.0, -0.4]:
    case(f"hue({factor}..{factor})", F.adjust_hue(images["colour"], factor / 2), "colour")
case("greyscale@1", F.rgb_to_grayscale(images["colour"], num_output_channels=3), "colour")

json.dump(
    {
        "library": f"torchvision {torchvision.__version__.split('+')[0]} on torch {torch.__version__.split('+')[0]}",
        "height": HEIGHT,
        "width": WIDTH,
        "pictures": {name: pixels.flatten().tolist() for name, pixels in pictures.items()},
        "cases": cases,
    },
    open(os.path.join(os.path.dirname(__file__), "torchvision.json"), "w"),
    indent=1,
)
