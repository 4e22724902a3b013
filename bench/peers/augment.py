"""
Prints JSON: pictures of 28x28 per second of one core through flip, shift by 0.07 and rotation by a 25th of a turn, for
Keras's layers and torchvision's transforms. Needs: pip install keras jax torch torchvision.
"""

import json
import os
import statistics
import time

# One thread each; set before they are loaded.
os.environ.update(KERAS_BACKEND="jax", OMP_NUM_THREADS="1", CUDA_VISIBLE_DEVICES="", JAX_PLATFORMS="cpu")
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
import jax
import keras
import numpy as np
import torch
from keras import layers
from torchvision.transforms import v2

BATCH, ROUNDS = 32, 11
SHIFT, TURN = 0.07, 0.04
pictures = np.random.default_rng(1).random((BATCH, 28, 28, 1), "float32")


def per_second(augment, batches):
    """Median over rounds, of the process's own time: what others do on the machine does not count."""
    augment()
    times = []
    for _ in range(ROUNDS):
        before = time.process_time()
        for _ in range(batches):
            augment()
        times.append(time.process_time() - before)
    return BATCH * batches / statistics.median(times)


# Compiled into one function, as inside a model that is trained.
model = keras.Sequential(
    [
        layers.Input((28, 28, 1)),
        layers.RandomFlip("horizontal"),
        layers.RandomTranslation(SHIFT, SHIFT, fill_mode="constant"),
        layers.RandomRotation(TURN, fill_mode="constant"),
    ]
)
step = jax.jit(lambda state, x: model.stateless_call([], state, x, training=True))
state = [variable.value for variable in model.non_trainable_variables]


def in_keras():
    global state
    result, state = step(state, pictures)
    result.block_until_ready()


# Picture by picture, as in a Dataset: a batch as a whole would be moved by a single draw.
torch.set_num_threads(1)
move = v2.Compose(
    [
        v2.RandomHorizontalFlip(),
        v2.RandomAffine(360 * TURN, translate=(SHIFT, SHIFT), interpolation=v2.InterpolationMode.BILINEAR),
    ]
)
tensors = torch.from_numpy(pictures.transpose(0, 3, 1, 2).copy())


def in_torchvision():
    torch.stack([move(picture) for picture in tensors])


print(
    json.dumps(
        {
            "keras": per_second(in_keras, 20),
            "torchvision": per_second(in_torchvision, 5),
            # Not the same: all 32 are moved alike.
            "torchvisionAlike": per_second(lambda: move(tensors), 50),
        }
    )
)
