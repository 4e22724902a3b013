"""Writes keras.json: what Keras's own layers make of one small picture. Needs: pip install keras jax."""

import json
import os

os.environ["KERAS_BACKEND"] = "jax"
import keras
import numpy as np

HEIGHT, WIDTH = 5, 7
picture = (np.arange(HEIGHT * WIDTH) * 37 % 251).astype("uint8").reshape(HEIGHT, WIDTH, 1)
images = picture[None].astype("float32") / 255
cases = []


def case(op, drawn, fill, result):
    pixels = [round(float(x), 6) for x in np.asarray(result).ravel()]
    cases.append({"op": op, "drawn": drawn, "fill": fill, "result": pixels})


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

json.dump(
    {"keras": keras.__version__, "height": HEIGHT, "width": WIDTH, "picture": picture.ravel().tolist(), "cases": cases},
    open(os.path.join(os.path.dirname(__file__), "keras.json"), "w"),
    indent=1,
)
