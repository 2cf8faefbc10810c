"""A decoder exported as .npz, in numpy. `signal`: windows after the pipeline (pipeline.py), [window, electrode, sample]."""
import json
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

def norm(w, layer, x, epsilon):  # statistics are per feature, axis 1
    scale = w[f"{layer}.weight"] / np.sqrt(w[f"{layer}.running_var"] + epsilon)
    offset = w[f"{layer}.bias"] - w[f"{layer}.running_mean"] * scale
    return x * scale.reshape(-1, *[1] * (x.ndim - 2)) + offset.reshape(-1, *[1] * (x.ndim - 2))

def logits(file, signal):
    w = {name: values if values.dtype.kind == "U" else values.astype(float) for name, values in file.items()}
    net, banks = json.loads(str(w["metadata"]))["decoder"]["network"], []
    for bank, taps in enumerate(net["taps"]):
        padded = np.pad(np.asarray(signal, float), [(0, 0), (0, 0), (taps // 2, (taps - 1) // 2)])
        banks.append(np.einsum("bnti,fi->bfnt", sliding_window_view(padded, taps, -1), w[f"temporal.{bank}.weight"][:, 0, 0]))
    filtered = norm(w, "norm1", np.concatenate(banks, 1), net["batchNormEpsilon"])
    maps = norm(w, "norm2", np.einsum("bfnt,sfn->bst", filtered, w["spatial.weight"][..., 0]), net["batchNormEpsilon"])
    power = sliding_window_view(maps**2, net["poolLength"], -1)[:, :, :: net["poolStride"]].mean(-1)
    return np.log(np.maximum(power, net["logFloor"])).reshape(len(power), -1) @ w["linear.weight"].T + w["linear.bias"]
