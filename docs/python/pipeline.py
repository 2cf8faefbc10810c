"""From microvolts to the windows that a decoder takes, in numpy and scipy: equal to Sparsecap's own pipeline.

    meta = json.loads(str(np.load("decoder.npz")["metadata"]))
    starts, windows = run(meta["pipeline"], signal, source_rate)

`signal` [electrode, sample]: the file's electrodes in its order, without gaps. After a gap longer than "bridgeGap" seconds
Sparsecap starts anew: call `run` for each stretch by itself. A shorter one holds the last value.
"""
import math
import numpy as np
from scipy import signal as sps


def taps_of(source_rate, rate):
    return math.ceil(source_rate * (60 - 7.95) / (14.36 * 0.4 * min(source_rate, rate)))


def resample(x, source_rate, rate):
    """Causal polyphase windowed sinc; the first sample stands for the past. Output k stands at source sample k · rate ratio."""
    a, b = round(source_rate * 1000), round(rate * 1000)
    up, down = b // math.gcd(a, b), a // math.gcd(a, b)
    if up == down:
        return x
    taps = taps_of(source_rate, rate)
    offset = np.arange(taps * up) / up - taps / 2
    h = np.sinc(min(1, rate / source_rate) * offset)
    h *= np.i0(0.1102 * (60 - 8.7) * np.sqrt(np.maximum(0, 1 - (2 * offset / taps) ** 2)))
    h /= np.tile(h.reshape(taps, up).sum(0), taps)  # each phase sums to 1
    count = math.ceil(x.shape[-1] * up / down)
    return x[:, :1] + sps.upfirdn(h, x - x[:, :1], up, down)[:, :count]


def standardise(x, factor, epsilon):
    """w = max(1/n, factor);  mean += w (x − mean);  variance += w ((x − mean)² − variance)."""
    mean, variance, y = np.zeros(len(x)), np.zeros(len(x)), np.empty_like(x)
    for i, column in enumerate(x.T):
        weight = max(1 / (i + 1), factor)
        mean += weight * (column - mean)
        variance += weight * ((column - mean) ** 2 - variance)
        y[:, i] = (column - mean) / np.maximum(np.sqrt(variance), epsilon)
    return y


def run(pipeline, signal, source_rate):
    """First sample of each window, at the model's rate, and the windows [window, electrode, sample], float32."""
    x = resample(np.asarray(signal, float), source_rate, pipeline["sampleRate"])
    sections = np.array(pipeline["sections"], float).reshape(-1, 6)
    if len(sections):
        # The first sample stands for the whole past: no ringing from an electrode's offset.
        start = sps.sosfilt_zi(sections)[:, None, :] * x[None, :, :1]
        x, _ = sps.sosfilt(sections, x, zi=start)
    x = standardise(x, pipeline["standardise"]["factor"], pipeline["standardise"]["epsilon"])
    length, hop = pipeline["windowSamples"], pipeline["hopSamples"]
    first = math.ceil(max(0, pipeline["warmUpSamples"] - length) / hop) * hop
    starts = np.arange(first, x.shape[-1] - length + 1, hop)
    windows = np.stack([x[:, s : s + length] for s in starts]) if len(starts) else np.empty((0, len(x), length))
    return starts, windows.astype(np.float32)


def crop_starts(pipeline, crops, cue, source_rate):
    """First samples of a trial's windows, at the model's rate: every `step` from `from` to `to` seconds after the cue, each
    moved to the nearest multiple of the hop. `cue` counts samples of the source."""
    rate, hop = pipeline["sampleRate"], pipeline["hopSamples"]
    delay = 0 if source_rate == rate else taps_of(source_rate, rate) / 2 / source_rate
    at = math.floor(cue * rate / source_rate + delay * rate + 0.5)
    room = crops["to"] - pipeline["window"] - crops["from"]
    count = max(0, math.floor(room / crops["step"] + 1e-9) + 1)
    wanted = at + (crops["from"] + np.arange(count) * crops["step"]) * rate
    return np.unique(np.floor(wanted / hop + 0.5).astype(int) * hop)
