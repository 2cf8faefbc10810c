"""The same network in PyTorch, to learn on with. model = load("decoder.npz"); model(torch.from_numpy(windows))"""
import json
import numpy as np
import torch
from torch import nn

class MSFBCNN(nn.Module):
    def __init__(self, electrodes, samples, classes, network):
        super().__init__()
        taps, each, maps, self.floor = network["taps"], network["filtersPerBank"], network["maps"], network["logFloor"]
        self.temporal = nn.ModuleList(nn.Conv2d(1, each, (1, n), padding=(0, n // 2), bias=False) for n in taps)
        self.norm1 = nn.BatchNorm2d(each * len(taps), eps=network["batchNormEpsilon"])
        self.spatial = nn.Conv2d(each * len(taps), maps, (electrodes, 1), bias=False)
        self.norm2 = nn.BatchNorm2d(maps, eps=network["batchNormEpsilon"])
        self.pool = nn.AvgPool2d((1, network["poolLength"]), (1, network["poolStride"]))
        self.dropout = nn.Dropout(network["dropout"])
        pooled = (samples - network["poolLength"]) // network["poolStride"] + 1
        self.linear = nn.Linear(maps * pooled, classes)

    def forward(self, signal):  # [window, electrode, sample] → logits [window, class]
        banks = [bank(signal[:, None])[..., : signal.shape[-1]] for bank in self.temporal]
        maps = self.norm2(self.spatial(self.norm1(torch.cat(banks, 1))))
        features = self.pool(maps**2).clamp(min=self.floor).log().flatten(1)
        return self.linear(self.dropout(features))

class Selection(nn.Module):
    """Gumbel-softmax over candidates before the network: [window, candidate, sample] → [window, electrode, sample]."""
    def __init__(self, candidates, electrodes):
        super().__init__()
        self.alpha = nn.Parameter(0.01 * torch.randn(candidates, electrodes))

    def forward(self, signal, temperature=1.0):
        if not self.training:
            return signal[:, self.alpha.argmax(0)]
        weights = nn.functional.gumbel_softmax(self.alpha.expand(len(signal), -1, -1), temperature, dim=1)
        return weights.transpose(1, 2) @ signal

def load(path):
    file = np.load(path)
    meta = json.loads(str(file["metadata"]))
    model = MSFBCNN(len(meta["electrodes"]), meta["samples"], len(meta["classes"]), meta["decoder"]["network"])
    model.load_state_dict({name: torch.from_numpy(file[name]) for name in file.files if "." in name})
    return model.eval()
