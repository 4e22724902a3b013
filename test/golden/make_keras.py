"""Writes keras.json: what Keras's own layers make of one small picture. Needs: pip install keras jax."""

import json
import os

os.environ["KERAS_BACKEND"] = "jax"
import keras
import numpy as np

HEIGHT, WIDTH = 5, 7
picture = (np.arange(HEIGHT * WIDTH) * 37 % 251).astype("uint8").reshape(HEIGHT, WIDTH, 1)
images = picture[None].astype("float32") / 255
# The same in colour, and with a black border of one pixel.
colour = (np.arange(HEIGHT * WIDTH * 3) * 53 % 256).astype("uint8").reshape(HEIGHT, WIDTH, 3)
framed = np.pad(picture[1:-1, 1:-1], ((1, 1), (1, 1), (0, 0)))
pictures = {"grey": picture, "colour": colour, "framed": framed}
cases = []


def case(op, drawn, fill, result, picture="grey", before=""):
    """A range of no width leaves nothing to chance."""
    values = [f"{name}={value}" if isinstance(value, str) else f"{name}={value}..{value}" for name, value in drawn.items()]
    if fill:
        values.append(f"fill={fill}")
    pixels = [round(float(x), 6) for x in np.asarray(result).ravel()]
    cases.append({"policy": f"{before}{op}({', '.join(values)})@1", "picture": picture, "result": pixels})


def batch(name):
    return pictures[name][None].astype("float32") / 255


for fill in ["constant", "nearest", "reflect", "wrap"]:
    for factor in [0.03, -0.11, 0.25]:
        layer = keras.layers.RandomRotation(factor=(factor, factor), fill_mode=fill)
        transformation = layer.get_random_transformation(images)
        case("rotate", {"factor": factor}, fill, layer.transform_images(images, transformation))
    for height, width in [(0.2, 0.0), (-0.13, 0.31), (0.9, -0.7)]:
        layer = keras.layers.RandomTranslation((height, height), (width, width), fill_mode=fill)
        transformation = layer.get_random_transformation(images)
        case("shift", {"height": height, "width": width}, fill, layer.transform_images(images, transformation))

for mode in ["horizontal", "vertical"]:
    layer = keras.layers.RandomFlip(mode)
    flips = {"flips": np.ones((1, 1, 1, 1), bool), "input_shape": images.shape}
    case("flip", {"mode": mode}, None, layer.transform_images(images, flips))

for fill in ["constant", "nearest", "reflect", "wrap"]:
    # Keras takes -0.3 for 0.7 times the distance, and so do we.
    for height, width in [(0.4, 0.4), (-0.3, -0.3), (0.2, -0.25)]:
        layer = keras.layers.RandomZoom((height, height), (width, width), fill_mode=fill)
        transformation = layer.get_random_transformation(images)
        case("zoom", {"height": height, "width": width}, fill, layer.transform_images(images, transformation))
    # Keras shears about the corner, Augie about the centre: a shift before it makes up for that.
    for x, y in [(0.3, 0.0), (-0.2, 0.15)]:
        layer = keras.layers.RandomShear(0.5, 0.5, fill_mode=fill)
        transformation = {"shear_factor": np.array([[x, y]], "float32"), "input_shape": images.shape}
        down, right = -y * (WIDTH - 1) / 2 / HEIGHT, -x * (HEIGHT - 1) / 2 / WIDTH
        shift = f"shift({down}..{down}, width={right}..{right}, fill={fill}) + "
        case("shear", {"x": x, "y": y}, fill, layer.transform_images(images, transformation), before=shift)

for name in ["grey", "colour"]:
    data = batch(name)
    for factor in [0.3, -0.2]:
        layer = keras.layers.RandomBrightness((factor, factor), value_range=(0, 1))
        result = layer.transform_images(data, layer.get_random_transformation(data))
        case("brightness", {"factor": factor}, None, result, name)
        layer = keras.layers.RandomContrast(0.5, value_range=(0, 1))
        result = layer.transform_images(data, {"contrast_factor": np.full((1, 1, 1, 1), 1 + factor, "float32")})
        case("contrast", {"factor": factor}, None, result, name)
    layer = keras.layers.RandomInvert((1, 1), value_range=(0, 1))
    case("invert", {}, None, layer.transform_images(data, {"apply_inversion": np.array([True])}), name)
    # Augie leaves one channel as it is; Keras does the same.
    layer = keras.layers.RandomGrayscale(1.0)
    grey = np.asarray(layer.transform_images(data, np.ones((1, 1, 1, 1), bool)))
    case("greyscale", {}, None, np.broadcast_to(grey, data.shape), name)

for factor in [0.0, 0.2, 0.5, 0.6, 0.9, 1.0]:
    layer = keras.layers.RandomSaturation((factor, factor), value_range=(0, 1))
    result = layer.transform_images(batch("colour"), layer.get_random_transformation(batch("colour")))
    case("saturation", {"factor": factor}, None, result, "colour")
for factor in [0.1, 0.5, 1.0, -0.4]:
    layer = keras.layers.RandomHue(1.0, value_range=(0, 1))
    result = layer.transform_images(batch("colour"), {"factor": np.array([factor / 2], "float32")})
    case("hue", {"factor": factor}, None, result, "colour")
# Outside the picture Keras takes 0 and Augie the border's pixel: the same where the border is black.
for sigma in [0.4, 0.8, 1.0]:
    layer = keras.layers.RandomGaussianBlur(1.0, 3, 1.0, value_range=(0, 1))
    drawn = {"should_apply_blur": np.array([True]), "blur_factor": np.array([sigma, sigma], "float32")}
    case("blur", {"sigma": sigma}, None, layer.transform_images(batch("framed"), drawn), "framed")

# Its numbers are not ours, but their distribution is: hundredths of N(0, stddev) as Keras draws it on middle grey,
# and how far it leaves [0, 1] on black.
STDDEV = 0.1
noise = keras.layers.GaussianNoise(STDDEV, seed=1)
grey, black = np.full((1, 1000, 1000, 1), 0.5, "float32"), np.zeros((1, 1000, 1000, 1), "float32")
noisy = np.asarray(noise(grey, training=True))
hundredths = [round(float(x), 5) for x in np.quantile(noisy, np.arange(1, 100) / 100)]

json.dump(
    {
        "library": f"Keras {keras.__version__}",
        "height": HEIGHT,
        "width": WIDTH,
        "pictures": {name: pixels.ravel().tolist() for name, pixels in pictures.items()},
        "cases": cases,
        "noise": {"stddev": STDDEV, "hundredths": hundredths, "least": float(noise(black, training=True).min())},
    },
    open(os.path.join(os.path.dirname(__file__), "keras.json"), "w"),
    indent=1,
)
