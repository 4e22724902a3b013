"""
The experiment in PyTorch or in Keras (on JAX): python experiment.py torch|keras reads a Question of ../peers.ts and
prints an Answer as JSON, as augie.ts beside this file does. Needs: pip install torch, or keras and jax.
Trials run side by side in processes of one thread each: one process with two threads takes as long or longer on two
cores, as a batch of 32 is too small to share. Augie and PyTorch average their
weights as they train; compared is the accuracy of the last ones, as PyTorch averages without a warm-up.
"""

import gzip
import json
import os
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

DECAY = 0.998


def start(library, question):
    """Makes this process a trainer: loads the library and the pictures. Called once in each process."""
    global train, data
    if hasattr(os, "nice"):
        os.nice(10)  # as Augie's own, so that on a busy machine all sides have the same share of it
    os.environ.update(KERAS_BACKEND="jax", OMP_NUM_THREADS="1", CUDA_VISIBLE_DEVICES="", JAX_PLATFORMS="cpu")
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    train = {"torch": in_torch, "keras": in_keras}[library](question)
    data = {"pool": read(question, "train"), "test": read(question, "t10k")}


def read(question, part):
    """Pictures as float32 [n, 28, 28] in [0, 1], labels as int64: everything in memory, as there is room."""
    import numpy as np

    def idx(name, header):
        with gzip.open(os.path.join(question["data"], f"{part}-{name}-ubyte.gz")) as file:
            return np.frombuffer(file.read(), np.uint8, offset=header)

    pixels = idx("images-idx3", 16).reshape(-1, 28, 28)
    return pixels.astype("float32") / 255, idx("labels-idx1", 8).astype("int64")


def run(trial, validation):
    """Trains one network and says how good it is on the test pictures."""
    pictures, labels = data["pool"]
    part = lambda samples: (pictures[samples], labels[samples])
    accuracy = train(trial, part(trial["samples"]), part(validation), data["test"])
    return accuracy, os.getpid(), memory()


def memory():
    """The most megabytes that were ever resident in this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_torch(question):
    """A plain loop over tensors in memory: a DataLoader collates picture by picture, and is slower."""
    import torch
    from torch import nn
    from torch.nn import functional as F
    from torch.optim import swa_utils

    torch.set_num_threads(1)
    batch, epochs, shift = question["batch"], question["epochs"], question["shift"]

    def network():
        layers = {
            "mlp": lambda: [nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10)],
            "cnn": lambda: [
                *(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
                *(nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
                *(nn.Flatten(), nn.Linear(32 * 7 * 7, 64), nn.ReLU(), nn.Linear(64, 10)),
            ],
        }[question["model"]]()
        for layer in layers:
            if hasattr(layer, "weight"):
                nn.init.xavier_uniform_(layer.weight)
                nn.init.zeros_(layer.bias)
        return nn.Sequential(*layers)

    def augment(x):
        """torchvision's transforms move a whole batch by one draw, or are ten times slower: grid_sample does neither."""
        n = len(x)
        flip = torch.where(torch.rand(n) < 0.5, -1.0, 1.0)
        zero, one = torch.zeros(n), torch.ones(n)
        right, down = (4 * torch.rand(2, n) - 2) * shift  # the grid goes from -1 to 1
        theta = torch.stack([torch.stack([flip, zero, right], 1), torch.stack([zero, one, down], 1)], 1)
        return F.grid_sample(x, F.affine_grid(theta, x.shape, align_corners=False), align_corners=False)

    def accuracy(model, x, y):
        model.eval()
        with torch.inference_mode():
            parts = zip(x.split(1000), y.split(1000))
            return sum((model(a).argmax(1) == b).sum().item() for a, b in parts) / len(y)

    def train(trial, *parts):
        torch.manual_seed(trial["seed"])
        # PyTorch's guide to performance: on this network channels_last saves a quarter of a step.
        planes = lambda x: torch.from_numpy(x).unsqueeze(1).to(memory_format=torch.channels_last)
        (x, y), validation, test = [(planes(x), torch.from_numpy(y)) for x, y in parts]
        model = network().to(memory_format=torch.channels_last)
        optimizer = torch.optim.Adam(model.parameters(), 1e-3, eps=1e-7, fused=True)
        averaged = swa_utils.AveragedModel(model, multi_avg_fn=swa_utils.get_ema_multi_avg_fn(DECAY))
        for _ in range(epochs):
            model.train()
            for samples in torch.randperm(len(y)).split(batch):
                pictures = augment(x[samples]) if trial["augmented"] else x[samples]
                optimizer.zero_grad()
                F.cross_entropy(model(pictures), y[samples]).backward()
                optimizer.step()
                averaged.update_parameters(model)
            accuracy(model, *validation)
        return accuracy(model, *test)

    return train


def in_keras(question):
    """
    model.fit, which compiles its step by itself. Not so with RandomTranslation inside the model: then each step takes
    40 ms. So that layer and RandomFlip augment an epoch beforehand, with a draw for each picture all the same.
    """
    import keras
    import numpy as np
    from keras import layers

    batch, epochs, shift = question["batch"], question["epochs"], question["shift"]

    augmentation = keras.Sequential(
        [layers.RandomFlip("horizontal"), layers.RandomTranslation(shift, shift, fill_mode="constant")]
    )

    def augment(x):
        parts = np.split(x, range(1000, len(x), 1000))
        return np.concatenate([augmentation(part, training=True) for part in parts])

    def network():
        relu = {"activation": "relu"}
        return keras.Sequential(
            [
                layers.Input((28, 28, 1)),
                *{
                    "mlp": lambda: [layers.Flatten(), layers.Dense(128, **relu)],
                    "cnn": lambda: [
                        *(layers.Conv2D(16, 3, padding="same", **relu), layers.MaxPooling2D()),
                        *(layers.Conv2D(32, 3, padding="same", **relu), layers.MaxPooling2D()),
                        *(layers.Flatten(), layers.Dense(64, **relu)),
                    ],
                }[question["model"]](),
                layers.Dense(10),
            ]
        )

    def train(trial, *parts):
        keras.utils.set_random_seed(trial["seed"])
        (x, y), validation, test = [(x[..., None], y) for x, y in parts]
        model = network()
        model.compile(
            # Without an average, which is to its advantage: on JAX, use_ema gives one buffer away twice and fails for the mlp (3.15.1).
            keras.optimizers.Adam(1e-3),
            keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            metrics=["accuracy"],
        )
        options = {"validation_data": validation, "validation_batch_size": 1000, "verbose": 0}
        for _ in range(epochs):
            model.fit(augment(x) if trial["augmented"] else x, y, batch, **options)
        return model.evaluate(*test, batch_size=1000, verbose=0)[1]

    return train


def main(library):
    begun = time.perf_counter()
    question = json.load(sys.stdin)
    trials, processes = question["trials"], os.cpu_count()
    with ProcessPoolExecutor(processes, get_context("spawn"), start, (library, question)) as pool:
        # A process is started for each task that finds no idle one: these keep theirs busy until all are there.
        list(pool.map(time.sleep, [0.1] * processes))
        ready = time.perf_counter()
        accuracies, pids, peaks = zip(*pool.map(run, trials, [question["validation"]] * len(trials)))
        training = time.perf_counter() - ready
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    answer = {
        "starting": ready - begun,
        "training": training,
        "core": sum(usage.ru_utime + usage.ru_stime for usage in used),
        "memory": memory() + sum(max(peak for p, peak in zip(pids, peaks) if p == pid) for pid in set(pids)),
        "accuracies": accuracies,
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1])
