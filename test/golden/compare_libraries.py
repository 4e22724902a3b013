"""
Writes libraries.md: where Keras, torchvision and Albumentations disagree, measured, on Fashion-MNIST's test pictures.
Needs: pip install keras jax torch torchvision albumentations. What the page says of a library in words is asserted where that is short.
"""

import gzip
import math
import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"
import albumentations as A
import cv2
import keras
import numpy as np
import torch
import torchvision
from keras import layers
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
COUNT, SIZE = 100, 28
with gzip.open(os.path.join(HERE, "../../data/fashion-mnist/t10k-images-idx3-ubyte.gz")) as file:
    raw = np.frombuffer(file.read(), "uint8", offset=16)[: (COUNT + 2) * SIZE * SIZE].reshape(-1, SIZE, SIZE, 1)
grey = raw[:COUNT].astype("float32") / 255
# In colour: one picture for each of red, green and blue.
colour = np.concatenate([raw[:COUNT], raw[1 : COUNT + 1], raw[2 : COUNT + 2]], -1).astype("float32") / 255

NEAREST, BILINEAR = F.InterpolationMode.NEAREST, F.InterpolationMode.BILINEAR
torch.manual_seed(1)
keras.utils.set_random_seed(1)


def tv(function, images, *arguments, **options):
    """torchvision has channels first."""
    result = function(torch.from_numpy(images).permute(0, 3, 1, 2), *arguments, **options)
    return result.permute(0, 2, 3, 1).numpy()


def alb(transform, images):
    return np.stack([transform(image=image)["image"] for image in images])


def drawn(layer, images, **transformation):
    """A Keras layer with these draws instead of its own."""
    own = layer.get_random_transformation(images)
    changed = {name: np.asarray(value, "float32") for name, value in transformation.items()}
    return np.asarray(layer.transform_images(images, {**own, **changed}))


def fixed(layer, images):
    """A Keras layer whose range has no width."""
    return np.asarray(layer(images, training=True))


def difference(a, b):
    """Largest and mean over all pixels of all pictures, in grey levels of 255; less than a twentieth counts as 0."""
    gap = 255 * np.abs(np.asarray(a, "float64") - np.asarray(b, "float64"))
    return f"{gap.max():.0f} / {gap.mean():.1f}" if gap.max() >= 0.05 else "0"


rows = []


def row(op, in_keras, in_torchvision, in_albumentations, augie, k=None, t=None, a=None, same=None):
    """k, t, a: what the libraries make of it as one would first write it; `same`: two of them made to agree."""
    pairs = [
        difference(*pair) if pair and pair[0] is not None and pair[1] is not None else "-"
        for pair in [(k, t), (k, a), same]
    ]
    rows.append([op, in_keras, in_torchvision, in_albumentations, *pairs, augie])


def direction(result):
    """Which way a bright pixel right of the centre has gone."""
    return "counter-clockwise" if np.argmax(result.sum((0, 2, 3)) > 0.1) < 14 else "clockwise"


dot = np.zeros((1, SIZE, SIZE, 1), "float32")
dot[0, 13:15, 24:26] = 1

# flip
both = {"flips": np.ones((COUNT, 1, 1, 1), bool), "input_shape": grey.shape}
k = np.asarray(layers.RandomFlip().transform_images(grey, both))
assert np.array_equal(k, grey[:, ::-1, ::-1])
t, a = tv(F.horizontal_flip, grey), alb(A.HorizontalFlip(p=1), grey)
k1 = np.asarray(layers.RandomFlip("horizontal").transform_images(grey, both))
row(
    "flip",
    "both axes by one coin: a turn by 180 degrees",
    "left-right, p 0.5",
    "left-right, p 0.5",
    "Keras's horizontal mode: no clothes stand on their heads",
    k=k,
    t=t,
    a=a,
    same=(k1, t),
)

# rotate: a 25th of a turn
FACTOR = 0.04
layer = layers.RandomRotation((FACTOR, FACTOR))
k, t, a = (
    fixed(layer, grey),
    tv(F.rotate, grey, 360 * FACTOR, NEAREST, fill=0),
    alb(A.Rotate((360 * FACTOR,) * 2, p=1), grey),
)
ways = [
    fixed(layer, dot),
    tv(F.rotate, dot, 360 * FACTOR),
    tv(F.affine, dot, 360 * FACTOR, [0, 0], 1.0, [0.0, 0.0]),
    alb(A.Rotate((360 * FACTOR,) * 2, p=1), dot),
    alb(A.Affine(rotate=(360 * FACTOR,) * 2, p=1), dot),
]
ways = [direction(way) for way in ways]
k1 = fixed(layers.RandomRotation((FACTOR, FACTOR), fill_mode="constant"), grey)
t1 = tv(F.rotate, grey, 360 * FACTOR, BILINEAR)
row(
    "rotate",
    f"share of a turn, {ways[0]}, bilinear, border reflects",
    f"degrees, `rotate` {ways[1]} but `affine` {ways[2]}, nearest pixel, border 0",
    f"degrees, `Rotate` {ways[3]}, `Affine` {ways[4]}, bilinear, border 0",
    "Keras, with border 0: a mirrored hem is no background",
    k=k,
    t=t,
    a=a,
    same=(k1, t1),
)

# shift: 1.96 pixels
SHARE = 0.07
k = fixed(layers.RandomTranslation((SHARE, SHARE), (SHARE, SHARE)), grey)
affine = v2.RandomAffine(0, translate=(SHARE, SHARE))
moves = {affine.make_params([torch.zeros(1, SIZE, SIZE)])["translate"] for _ in range(300)}
assert all(isinstance(x, int) for move in moves for x in move) and max(x for move in moves for x in move) == 2
t = tv(F.affine, grey, 0.0, [2, 2], 1.0, [0.0, 0.0], NEAREST, fill=0)
a = alb(A.Affine(translate_percent=(SHARE, SHARE), p=1), grey)
assert np.array_equal(a[:, 1:, 1:], grey[:, :-1, :-1])
k1 = fixed(layers.RandomTranslation((SHARE, SHARE), (SHARE, SHARE), fill_mode="constant"), grey)
t1 = tv(F.affine, grey, 0.0, [SHARE * SIZE] * 2, 1.0, [0.0, 0.0], BILINEAR)
row(
    "shift",
    "share of the size, down and right, any fraction of a pixel, border reflects",
    "share of the size, rounded to whole pixels (here 2), nearest pixel, border 0",
    "share of the size, cut off to whole pixels (here 1), border 0",
    "Keras, with border 0: a pixel of 28 is a coarse step",
    k=k,
    t=t,
    a=a,
    same=(k1, t1),
)

# zoom
ZOOM = 0.2
k = fixed(layers.RandomZoom((ZOOM, ZOOM)), grey)
t = tv(F.affine, grey, 0.0, [0, 0], 1 + ZOOM, [0.0, 0.0], NEAREST, fill=0)
a = alb(A.Affine(scale=(1 + ZOOM,) * 2, p=1), grey)
square = np.zeros((1, SIZE, SIZE, 1), "float32")
square[0, 9:19, 9:19] = 1
k1 = fixed(layers.RandomZoom((ZOOM, ZOOM), fill_mode="constant"), grey)
areas = [
    fixed(layers.RandomZoom((ZOOM, ZOOM)), square).sum() / 100,
    tv(F.affine, square, 0.0, [0, 0], 1 + ZOOM, [0.0, 0.0]).sum() / 100,
]
assert areas[0] < 1 < areas[1]
row(
    "zoom",
    "+0.2 makes smaller (1 + factor times the distance), border reflects",
    "scale 1.2 makes larger, nearest pixel, border 0",
    "scale 1.2 makes larger, bilinear, border 0",
    "Keras, with its sign, and border 0",
    k=k,
    t=t,
    a=a,
    same=(k1, tv(F.affine, grey, 0.0, [0, 0], 1 / (1 + ZOOM), [0.0, 0.0], BILINEAR)),
)

# shear
SHEAR = 0.2
DEGREES = math.degrees(math.atan(SHEAR))
k = drawn(layers.RandomShear(0.5, 0.5), grey, shear_factor=[[SHEAR, 0]] * COUNT)
t = tv(F.affine, grey, 0.0, [0, 0], 1.0, [DEGREES, 0.0], NEAREST, fill=0)
a = alb(A.Affine(shear={"x": (DEGREES, DEGREES), "y": (0, 0)}, p=1), grey)
k1 = drawn(layers.RandomShear(0.5, 0.5, fill_mode="constant"), grey, shear_factor=[[SHEAR, 0]] * COUNT)
# About the upper left corner: torchvision's center is that of whole pixels' edges, so half a pixel in.
t1 = tv(F.affine, grey, 0.0, [0, 0], 1.0, [DEGREES, 0.0], BILINEAR, center=[0.5, 0.5])
shift = SHEAR * (SIZE - 1) / 2
row(
    "shear",
    "share, about the upper left corner, border reflects",
    "degrees, about the centre, nearest pixel, border 0",
    "degrees, about the centre, bilinear, border 0",
    f"Keras's unit, torchvision's centre: Keras's also shifts the picture, here by {shift:.1f} pixels",
    k=k,
    t=t,
    a=a,
    same=(k1, t1),
)

# crop: rows 3 to 24, columns 5 to 26
BOX = (3, 5, 22, 22)
top, left, height, width = BOX
ours = tv(
    lambda x: torch.nn.functional.interpolate(F.crop(x, *BOX), (SIZE, SIZE), mode="bilinear", align_corners=True), grey
)
t = tv(F.resized_crop, grey, *BOX, [SIZE, SIZE], antialias=False)
t1 = tv(F.resized_crop, grey, *BOX, [SIZE, SIZE], antialias=True)
assert np.abs(t - t1).max() < 1e-5
a = np.stack([cv2.resize(image[top : top + height, left : left + width], (SIZE, SIZE))[..., None] for image in grey])
crop = difference(ours, t)
row(
    "crop and enlarge",
    "`RandomCrop` only cuts",
    "area 0.08..1, outer edges on outer edges",
    "as torchvision",
    "torchvision, but area 0.8..1 and corner pixels on corner pixels, as in every warp of ours",
    same=(t, a),
)

# brightness and contrast
k = fixed(layers.RandomBrightness((0.2, 0.2), value_range=(0, 1)), grey)
t = tv(F.adjust_brightness, grey, 1.2)
a = alb(A.RandomBrightnessContrast((0.2, 0.2), (0, 0), p=1), grey)
assert np.allclose(k, np.clip(grey + 0.2, 0, 1), atol=1e-6) and np.allclose(t, np.clip(1.2 * grey, 0, 1), atol=1e-6)
assert np.allclose(a, k, atol=1e-6)
row(
    "brightness",
    "adds 0.2 of white, clips",
    "multiplies by 1.2, clips",
    "adds 0.2 of white, clips",
    "Keras: where everything is multiplied, black stays black",
    k=k,
    t=t,
    a=a,
)
k = drawn(layers.RandomContrast(0.5, value_range=(0, 1)), colour, contrast_factor=np.full((COUNT, 1, 1, 1), 1.3))
t = tv(F.adjust_contrast, colour, 1.3)
a = alb(A.RandomBrightnessContrast((0, 0), (0.3, 0.3), p=1), colour)
assert np.allclose(a, np.clip(1.3 * colour, 0, 1), atol=1e-5)
k1 = drawn(layers.RandomContrast(0.5, value_range=(0, 1)), grey, contrast_factor=np.full((COUNT, 1, 1, 1), 1.3))
row(
    "contrast",
    "about the mean of each channel",
    "about the mean of the grey picture",
    "about 0: multiplies by 1.3",
    "Keras; on one channel torchvision is the same",
    k=k,
    t=t,
    a=a,
    same=(k1, tv(F.adjust_contrast, grey, 1.3)),
)

# gamma
t, a = tv(F.adjust_gamma, grey, 1.25), alb(A.RandomGamma((125, 125), p=1), grey)
row("gamma", "has none", "exponent", "100 times the exponent", "torchvision", same=(t, a))

# colours
layer = layers.RandomSaturation((0.6, 0.6), value_range=(0, 1))
k, t = fixed(layer, colour), tv(F.adjust_saturation, colour, 1.5)
a = alb(A.ColorJitter((1, 1), (1, 1), (1.5, 1.5), (0, 0), p=1), colour)
row(
    "saturation",
    "S of HSV times f / (1 - f): 0.5 changes nothing, 0.6 is 1.5 times",
    "away from grey, 1.5 times: 1 changes nothing",
    "as torchvision",
    "Keras",
    k=k,
    t=t,
    a=a,
)
k = drawn(layers.RandomHue(1.0, value_range=(0, 1)), colour, factor=np.full(COUNT, 0.05))
t, a = tv(F.adjust_hue, colour, 0.1), alb(A.ColorJitter((1, 1), (1, 1), (1, 1), (0.1, 0.1), p=1), colour)
row(
    "hue",
    "0.1 is a 20th of the circle",
    "0.1 is a tenth of the circle",
    "as torchvision",
    "Keras: 1 reaches the opposite colour",
    k=k,
    t=t,
    a=a,
    same=(k, tv(F.adjust_hue, colour, 0.05)),
)
k = np.asarray(layers.RandomGrayscale(1.0).transform_images(colour, np.ones((COUNT, 1, 1, 1), bool)))
t, a = tv(F.rgb_to_grayscale, colour, num_output_channels=3), alb(A.ToGray(p=1), colour)
row(
    "greyscale",
    "0.2989 R + 0.587 G + 0.114 B, p 0.5",
    "the same, p 0.1",
    "0.299 R, p 0.5",
    "Keras",
    k=k,
    t=t,
    a=a,
    same=(k, t),
)
k = np.asarray(
    layers.RandomInvert(1.0, value_range=(0, 1)).transform_images(grey, {"apply_inversion": np.ones(COUNT, bool)})
)
t, a = tv(F.invert, grey), alb(A.InvertImg(p=1), grey)
row("invert", "`factor=1` inverts half", "p 0.5", "p 0.5", "all the same; p 0.5", k=k, t=t, a=a, same=(k, t))

# blur
layer = layers.RandomGaussianBlur(1.0, 3, 1.0, value_range=(0, 1))
blurred = {"should_apply_blur": np.ones(COUNT, bool), "blur_factor": np.ones(2, "float32")}
k, t = np.asarray(layer.transform_images(grey, blurred)), tv(F.gaussian_blur, grey, [3, 3], [1.0, 1.0])
a = alb(A.GaussianBlur(0, (1.0, 1.0), p=1), grey)
k1, t1 = k[:, 1:-1, 1:-1], t[:, 1:-1, 1:-1]
reach = np.flatnonzero(alb(A.GaussianBlur(0, (1.0, 1.0), p=1), dot)[0, 13, :, 0] > 0)
row(
    "blur, sigma 1",
    "kernel 3, outside is 0",
    "kernel must be given, outside reflects",
    f"kernel from sigma, here {2 * (24 - reach[0]) + 1}, outside reflects",
    "Keras's kernel; the border's pixel counts again",
    k=k,
    t=t,
    a=a,
    same=(k1, t1),
)

# noise
many = np.zeros((1, 500, 500, 1), "float32")
k = np.asarray(layers.GaussianNoise(0.1, seed=1)(many, training=True))
t, a = tv(F.gaussian_noise, many), alb(A.GaussNoise(p=1), many)
assert k.min() < -0.3 and t.min() == 0 and a.min() == 0
row(
    "noise",
    f"must be given; not clipped (0.1 on black reaches {k.min():.2f})",
    "sigma 0.1, clipped",
    "sigma 0.2..0.44, clipped",
    "Keras's unit, default 0.05, clipped",
)

# erase: the same box, painted black
mask = np.zeros(grey.shape, bool)
mask[:, 4:13, 6:21] = True
erased = {"apply_erasing": np.ones(COUNT, bool), "batch_masks": mask, "fill_value": np.zeros(grey.shape, "float32")}
k, t = np.asarray(layers.RandomErasing(1.0).transform_images(grey, erased)), tv(
    F.erase, grey, 4, 6, 9, 15, torch.zeros(1)
)
noisy = np.asarray(layers.RandomErasing(1.0, value_range=(0, 1)).get_random_transformation(grey)["fill_value"])
assert noisy.std() > 0.1 and v2.RandomErasing().value == [0.0] and v2.RandomErasing().ratio == (0.3, 3.3)
row(
    "erase",
    "width and height drawn apart, clipped noise",
    "area and proportions drawn, 0, p 0.5",
    "as torchvision",
    "Keras's box, painted 0, p 0.5",
    same=(k, t),
)


# What is drawn
MANY = 20
greys, colours = np.tile(grey, (MANY, 1, 1, 1)), np.tile(colour, (MANY, 1, 1, 1))
blank = torch.zeros(1, SIZE, SIZE)


def changed(layer, images):
    """Percent of the pictures that a layer changes."""
    return 100 * np.mean([not np.array_equal(x, y) for x, y in zip(np.asarray(layer(images, training=True)), images)])


def span(layer, name, images=greys, at=...):
    """The range that many draws of a Keras layer cover."""
    values = np.asarray(layer.get_random_transformation(images)[name])[at]
    return f"{values.min():.2f}..{values.max():.2f}"


halves = [
    changed(layers.RandomErasing(1.0, value_range=(0, 1)), greys),
    changed(layers.RandomInvert(1.0, value_range=(0, 1)), greys),
    changed(layers.RandomGaussianBlur(1.0, 3, (0.5, 1.0), value_range=(0, 1)), greys),
]
assert all(45 < value < 55 for value in halves)
flipped = np.asarray(layers.RandomFlip()(greys, training=True))
outcomes = [
    100 * np.mean([np.array_equal(x, y) for x, y in zip(flipped, greys[:, ::i, ::j])]) for i, j in [(1, 1), (-1, -1)]
]
assert sum(outcomes) == 100
assert (
    'Defaults to `"constant"`' in layers.RandomTranslation.__doc__
    and layers.RandomTranslation(0, 0).fill_mode == "reflect"
)
assert "`(0, x_factor)`" in layers.RandomShear.__doc__
unscaled = np.asarray(layers.RandomBrightness((0.2, 0.2))(grey, training=True))
inner = np.zeros((1, SIZE, SIZE, 1), "float32")
inner[0, 9:19, 9:19] = 1
larger = math.sqrt(fixed(layers.RandomZoom((-0.3, -0.3), fill_mode="constant"), inner).sum() / inner.sum())
cropper = v2.RandomResizedCrop(SIZE)
boxes = [cropper.make_params([blank]) for _ in range(5000)]
smallest = min(boxes, key=lambda box: box["height"] * box["width"])
torch_greyed = 100 * np.mean([not np.array_equal(tv(v2.RandomGrayscale(), image[None])[0], image) for image in colours])
keras_greyed = changed(layers.RandomGrayscale(), colours)
paled = np.asarray(layers.RandomSaturation(0.3, value_range=(0, 1))(colours, training=True))
greyed = 100 * np.mean(np.ptp(paled, -1).max((1, 2)) < 1e-6)
eight = np.repeat(grey[:1], 8, 0)
batch = tv(v2.RandomRotation((10, 30)), eight)
assert all(np.array_equal(picture, batch[0]) for picture in batch)
batch = np.asarray(layers.RandomRotation((0.03, 0.08))(eight, training=True))
assert not any(np.array_equal(picture, batch[0]) for picture in batch[1:])
centre = {"center": [0.5, 0.5]}
shorn = tv(F.affine, grey, 0.0, [0, 0], 1.0, [DEGREES, DEGREES], BILINEAR, **centre)
at_once = drawn(layers.RandomShear(0.5, 0.5, fill_mode="constant"), grey, shear_factor=[[SHEAR, SHEAR]] * COUNT)


# One after another, or composed
def seen(images, matrices):
    flat = np.asarray(matrices, "float32").reshape(len(images), 9)[:, :8]
    return np.asarray(keras.ops.image.affine_transform(images, flat, fill_mode="constant"))


def shifts(down, right):
    return np.array([[[1, 0, -x * SIZE], [0, 1, -y * SIZE], [0, 0, 1]] for y, x in zip(down, right)])


def turns(factors):
    middle = (SIZE - 1) / 2
    to, back = np.array([[1, 0, -middle], [0, 1, -middle], [0, 0, 1]]), np.array(
        [[1, 0, middle], [0, 1, middle], [0, 0, 1]]
    )
    angles = 2 * np.pi * np.asarray(factors)
    return np.array([back @ [[np.cos(x), -np.sin(x), 0], [np.sin(x), np.cos(x), 0], [0, 0, 1]] @ to for x in angles])


def sharpness(images):
    """Mean difference of neighbours, in percent of that of the pictures as they are."""
    return 100 * np.abs(np.diff(images, axis=2)).mean() / np.abs(np.diff(grey, axis=2)).mean()


# The matrices are those of the layers: two layers and two samplings are the same.
layered = fixed(layers.RandomTranslation((SHARE, SHARE), (SHARE, SHARE), fill_mode="constant"), grey)
layered = fixed(layers.RandomRotation((FACTOR, FACTOR), fill_mode="constant"), layered)
fixed_shift, fixed_turn = shifts([SHARE] * COUNT, [SHARE] * COUNT), turns([FACTOR] * COUNT)
assert difference(layered, seen(seen(grey, fixed_shift), fixed_turn)) == "0"

draws = np.random.default_rng(1)
shift_by, turn_by = draws.uniform(-SHARE, SHARE, (2, COUNT)), draws.uniform(-FACTOR, FACTOR, COUNT)
shift, turn = shifts(*shift_by), turns(turn_by)
apart, once = seen(seen(grey, shift), turn), seen(grey, shift @ turn)
inside = np.s_[:, 5:-5, 5:-5]
back = np.linalg.inv(fixed_turn)
there_and_back, composed = seen(seen(grey, fixed_turn), back), seen(grey, fixed_turn @ back)
assert difference(composed, grey) == "0"

table = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
page = f"""# Where the libraries disagree

Measured and written by `compare_libraries.py`: Keras {keras.__version__} (on jax), torchvision {torchvision.__version__.split("+")[0]}, Albumentations {A.__version__};
the first {COUNT} test pictures of Fashion-MNIST ({SIZE}x{SIZE}), for colours three of them as red, green and blue.
Differences are in grey levels of 255: the largest of any pixel / the mean of all pixels (0: less than a twentieth).

"As first written" is the same magnitude (a turn of {360 * FACTOR:.1f} degrees, a shift of {SHARE} of the size, a zoom of {ZOOM}, a
shear of {SHEAR}, 0.2 more brightness, 1.3 times the contrast, 1.5 times the saturation, a hue of 0.1) with all else as each
library has it. "Made to agree" is Keras and torchvision with units, border and sampling set alike (crop and gamma:
torchvision and Albumentations; blur: without the border): then they are one and the same, save brightness and saturation,
which are not the same op. Augie is held against `keras.json` and `torchvision.json` by the tests.

| op | Keras | torchvision | Albumentations | Keras to torchvision, as first written | Keras to Albumentations, as first written | made to agree | Augie follows |
| -- | -- | -- | -- | -- | -- | -- | -- |
{table}

imgaug (0.4.0) is left out: it cannot be imported beside NumPy 2.

## Traps

- **A factor is not always a probability.** Keras's `RandomErasing`, `RandomInvert` and `RandomGaussianBlur` with `factor=1`
  changed {halves[0]:.0f}, {halves[1]:.0f} and {halves[2]:.0f} % of {COUNT * MANY} pictures: the probability itself is drawn, below the factor. Augie's `@` is exact.
- **`RandomFlip()` of Keras** left {outcomes[0]:.0f} % as they were and turned {outcomes[1]:.0f} % upside down; none was mirrored one way only.
- **Greyscale** came over {keras_greyed:.0f} % of the pictures in Keras and {torch_greyed:.0f} % in torchvision, each by default.
- **One number is not always a symmetric range.** Keras drew contrast(0.3) from {span(layers.RandomContrast(0.3), "contrast_factor")} (documented: 0.7..1.3),
  shear(0.3) from {span(layers.RandomShear(0.3), "shear_factor", at=np.s_[:, 0])} (documented: 0..0.3), and saturation(0.3) from {span(layers.RandomSaturation(0.3), "factor", colours)} times S (documented:
  0..0.43): less than nothing is nothing, so {greyed:.0f} % of the pictures lost all colour. Augie does what is documented.
- **Border.** Keras documents `constant` for `RandomTranslation`, its default is `reflect`. torchvision's `fill=0`, the default of
  its random transforms, is not the same as no fill once sampling is bilinear: what half covers the border is darkened
  twice, {difference(tv(F.rotate, grey, 360 * FACTOR, BILINEAR), tv(F.rotate, grey, 360 * FACTOR, BILINEAR, fill=0))} in the rotation above.
- **Zoom.** Positive zooms out in Keras and in Augie; -0.3, documented as 30 % larger, is 1 / 0.7: {100 * (larger - 1):.0f} % larger.
- **Shear** both ways by {SHEAR}: Keras at once, torchvision one after the other, {difference(shorn, at_once)} apart with all else alike.
- **Crop.** torchvision's default may keep 8 % of the area: of 5,000 boxes the smallest was {smallest["width"]}x{smallest["height"]} of {SIZE}x{SIZE}. For one box of {width}x{height}
  our result is {crop} from torchvision's (antialias makes no difference, as it enlarges), since we put corner pixels on
  corner pixels and it puts edges on edges; with its own `interpolate(align_corners=True)` it is ours.
- **Range of values.** Keras's `RandomBrightness(0.2)` on pictures in [0, 1] without `value_range=(0, 1)` added {(unscaled - grey).mean():.0f}.
- **One draw for all.** torchvision's transforms turn a whole batch by one angle, Keras draws for each picture (but one sigma
  of blur for all). Augie draws for each.

## One after another, or at once

Two layers sample twice: each sampling blurs, and what the first moves out of the picture the second cannot bring back.
Augie composes neighbouring geometric ops into one map and samples once. So the same policy gives other pixels than two
layers do. With `shift({SHARE}) + rotate({FACTOR})`, drawn at random for each picture: {difference(apart, once)}; away from the border,
where it is blur alone, {difference(apart[inside], once[inside])}. Of the difference between neighbouring pixels {sharpness(once):.0f} % is left when sampled once and
{sharpness(apart):.0f} % when sampled twice. A turn by {360 * FACTOR:.1f} degrees and back: {difference(there_and_back, grey)} from the picture in two layers, 0 composed.
"""
with open(os.path.join(HERE, "libraries.md"), "w") as file:
    file.write(page)
