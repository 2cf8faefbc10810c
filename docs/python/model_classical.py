"""Discriminants of band power ("lda") and regression in the tangent space ("riemann"), exported as .npz, in numpy.

    file = np.load("decoder.npz")
    logits(file, windows)  # [window, electrode, sample] after the pipeline (pipeline.py) → [window, class]
"""
import json
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def covariances(x, estimator):
    """[…, electrode, sample] → […, electrode, electrode]; shrinkage as in scikit-learn's `OAS` and `LedoitWolf`."""
    x = x - x.mean(-1, keepdims=True)
    p, n = x.shape[-2:]
    s = x @ x.swapaxes(-1, -2) / n
    mean = np.trace(s, axis1=-2, axis2=-1) / p
    squares = (s**2).sum((-2, -1))
    if estimator == "oas":
        below = (n + 1) * (squares / p**2 - mean**2 / p)
        share = np.zeros_like(mean) if p == 1 else np.minimum(1, (squares / p**2 + mean**2) / np.where(below == 0, 1e-300, below))
    elif estimator == "ledoit-wolf":
        spread = (((x**2).sum(-2) ** 2).sum(-1) / n - squares) / (p * n)
        distance = (squares - p * mean**2) / p
        least = np.minimum(spread, distance)
        share = np.where(least <= 0, 0, least / np.where(distance == 0, 1, distance))
    else:
        share = np.zeros_like(mean)
    return (1 - share)[..., None, None] * s + (share * mean)[..., None, None] * np.eye(p)


def of_spectrum(matrices, function):
    values, vectors = np.linalg.eigh(matrices)
    values = np.maximum(values, np.maximum(1e-12 * values[..., -1:], 1e-30))  # a dead electrode must not give −∞
    return vectors * function(values)[..., None, :] @ vectors.swapaxes(-1, -2)


def logits(file, signal):
    decoder = json.loads(str(file["metadata"]))["decoder"]
    bank = file["bank.weight"]  # symmetric; the first taps − 1 samples of a window only fill the filters
    bands = np.einsum("wnti,bi->wbnt", sliding_window_view(np.asarray(signal, float), bank.shape[1], -1), bank)
    c = covariances(bands, decoder["covariance"])
    if decoder["kind"] == "riemann":
        whitening = of_spectrum(file["tangent.mean"], lambda v: v**-0.5)
        log = of_spectrum(whitening @ c @ whitening, np.log)
        i, j = np.triu_indices(log.shape[-1])
        features = log[..., i, j] * np.where(i == j, 1, np.sqrt(2))
    else:
        if "patterns.weight" in file:
            c = file["patterns.weight"] @ c @ file["patterns.weight"].swapaxes(-1, -2)
        features = np.log(np.maximum(np.diagonal(c, axis1=-2, axis2=-1), 1e-30))
    return features.reshape(len(c), -1) @ file["scores.weight"].T + file["scores.bias"]
