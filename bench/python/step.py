"""Milliseconds of one training step of MSFBCNN with electrode selection in PyTorch, the peer of our engine.

    python step.py FORM MODE CHANNELS NEURONS SAMPLES BATCH THREADS SECONDS

FORM `layers`: the network as published. FORM `algebra`: the collapsed form of docs/ARCHITECTURE ("The collapsed
filter") in the frequency domain, by autograd. MODE `select` or `fixed`. Prints one line of JSON with the minimum and the
median after a warm-up, and the loss, so that a step that does nothing is seen.
"""

import json, sys, time
import torch
import torch.nn.functional as F

form, mode = sys.argv[1:3]
N, M, T, B, threads = map(int, sys.argv[3:8])
seconds = float(sys.argv[8])
torch.set_num_threads(threads)
torch.manual_seed(1)
TAPS, PER_BANK, MAPS, POOL, STRIDE, CLASSES, TRIALS = [65, 41, 27, 17], 10, 10, 75, 15, 4, 128
H, L = 32, 65
POOLED = (T - POOL) // STRIDE + 1
select = mode == "select"
x = torch.randn(TRIALS, N, T)
labels = torch.arange(TRIALS) % CLASSES


def xavier(shape, fan_in, fan_out):
    bound = (6 / (fan_in + fan_out)) ** 0.5
    return torch.nn.Parameter((torch.rand(shape) * 2 - 1) * bound)


banks = [xavier((PER_BANK, k), k, k * PER_BANK) for k in TAPS]
gamma1, beta1 = torch.nn.Parameter(torch.ones(40)), torch.nn.Parameter(torch.zeros(40))
spatial = xavier((MAPS, 40, M), 40 * M, MAPS * M)
gamma2, beta2 = torch.nn.Parameter(torch.ones(MAPS)), torch.nn.Parameter(torch.zeros(MAPS))
linear = xavier((CLASSES, MAPS * POOLED), MAPS * POOLED, CLASSES)
bias = torch.nn.Parameter(torch.zeros(CLASSES))
alpha = torch.nn.Parameter(torch.randn(N, M) * 0.01)
weights = [*banks, spatial, linear]
others = [gamma1, beta1, gamma2, beta2, bias]
groups = [{"params": weights + others, "lr": 1e-3}] + ([{"params": [alpha], "lr": 0.1}] if select else [])
optimiser = torch.optim.Adam(groups, fused=True)


def mixing():
    """One-hot in the limit, [B, M, N]."""
    noise = -torch.log(-torch.log(torch.rand(B, N, M).clamp(1e-6, 1 - 1e-6)))
    return torch.softmax(alpha + noise, 1).transpose(1, 2)


def layers(batch):
    h = x[batch]
    if select:
        h = mixing() @ h
    h = h.unsqueeze(1)
    h = torch.cat([F.conv2d(h, w[:, None, None], padding=(0, k // 2)) for w, k in zip(banks, TAPS)], 1)
    h = F.batch_norm(h, None, None, gamma1, beta1, training=True, eps=1e-5)
    return F.conv2d(h, spatial.unsqueeze(3)).squeeze(2)


def fast_length(least):
    def factors(n):
        for p in (2, 3, 5):
            while n % p == 0:
                n //= p
        return n == 1

    n = least
    while n % 2 or not factors(n):
        n += 1
    return n


n = fast_length(T + L - 1)
bins = n // 2 + 1
spectra = torch.view_as_real(torch.fft.rfft(x, n)).reshape(TRIALS, N, 2 * bins).contiguous()
by_bin = torch.fft.rfft(x, n).permute(2, 0, 1).contiguous()  # without a selection nothing has to be mixed first
edges = torch.cat([x[..., :H], x[..., T - H :]], 2).contiguous()
tau = torch.arange(L)
first = torch.minimum(tau[:, None], tau[None]) - H
lag = (tau[:, None] - tau[None]).abs()
has_start = (first > 0) & (lag < H)
has_end = (first < 0) & (lag < H)
u = torch.arange(H)


def along_diagonals(gram):
    """[u, d] → Σ_{v ≤ u} gram[v, v + d], with nothing where v + d leaves it."""
    index = (u[:, None] + u[None]).clamp(max=H - 1)
    inside = (u[:, None] + u[None]) < H
    return torch.cumsum(gram[u[:, None], index] * inside, 0)


class Product(torch.autograd.Function):
    """Batched complex product whose backward keeps its operands contiguous: autograd's own copies matrix by matrix."""

    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return torch.bmm(a, b)

    @staticmethod
    def backward(ctx, grad):
        a, b = ctx.saved_tensors
        grad = grad.contiguous()
        left = torch.bmm(grad, b.mH.resolve_conj().contiguous()) if ctx.needs_input_grad[0] else None
        return left, torch.bmm(a.mH.resolve_conj().contiguous(), grad)


def algebra(batch):
    E = edges[batch]
    if select:
        z = mixing()
        E = z @ E
        X = torch.view_as_complex((z @ spectra[batch]).reshape(B, M, bins, 2)).permute(2, 0, 1).contiguous()
    else:
        X = by_bin[:, batch]
    count = B * M * T
    power = torch.view_as_real(X).square().sum((1, 2, 3))
    r = torch.fft.irfft(power, n)[:L]
    rows = E.reshape(B * M, 2 * H)
    start, end = along_diagonals(rows[:, :H].T @ rows[:, :H]), along_diagonals(rows[:, H:].T @ rows[:, H:])
    R = r[lag]
    R = R - torch.where(has_start, start[(first - 1).clamp(min=0), lag.clamp(max=H - 1)], 0)
    upto = end[(H - 1 - lag).clamp(min=0), lag.clamp(max=H - 1)] - torch.where(
        first > -H, end[(H - 1 + first).clamp(0, H - 1), lag.clamp(max=H - 1)], 0
    )
    R = (R - torch.where(has_end, upto, 0)) / count
    total = X[0].real.sum()
    heads, tails = torch.cumsum(rows[:, :H].sum(0), 0), torch.cumsum(rows[:, H:].flip(1).sum(0), 0)
    e = torch.cat([total - tails.flip(0), total[None], total - heads]) / count
    W = torch.cat([F.pad(w, ((L - k) // 2, (L - k) // 2)) for w, k in zip(banks, TAPS)])
    mean = W @ e
    variance = ((W @ R) * W).sum(1) - mean.square()
    gain = gamma1 * torch.rsqrt(variance + 1e-5)
    K = (spatial * gain[None, :, None]).transpose(1, 2).reshape(MAPS * M, 40) @ W
    kernel = torch.cat([K[:, : H + 1].flip(1), K.new_zeros(MAPS * M, n - L), K[:, H + 1 :].flip(1)], 1)
    Kf = torch.fft.rfft(kernel).reshape(MAPS, M, bins)
    O = Product.apply(X, Kf.permute(2, 1, 0).contiguous())
    return torch.fft.irfft(O.permute(1, 2, 0), n)[..., :T]


front = {"layers": layers, "algebra": algebra}[form]
thr = 1.5


def step():
    batch = torch.randint(0, TRIALS, (B,))
    h = F.batch_norm(front(batch), None, None, gamma2, beta2, training=True, eps=1e-5).square()
    h = torch.log(F.avg_pool1d(h, POOL, STRIDE).clamp(min=1e-6)).flatten(1)
    logits = F.linear(F.dropout(h, 0.5), linear, bias)
    loss = F.cross_entropy(logits, labels[batch]) + 5e-4 * sum(w.square().sum() for w in weights)
    if select:
        loss = loss + F.relu(torch.softmax(alpha, 0).sum(1) - thr).sum()
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    optimiser.step()
    return loss


if form == "algebra" and "--check" in sys.argv:
    select_noise = torch.get_rng_state()
    a = layers(torch.arange(B))
    torch.set_rng_state(select_noise)
    b = algebra(torch.arange(B))
    a, b = (t - t.mean((0, 2), keepdim=True) for t in (a, b))
    print("largest difference", ((a - b).abs().max() / a.abs().max()).item())

for _ in range(3):
    step()
times, began = [], time.perf_counter()
while len(times) < 5 or time.perf_counter() - began < seconds:
    start = time.perf_counter()
    loss = step()
    times.append((time.perf_counter() - start) * 1000)
times.sort()
print(json.dumps({"min": times[0], "median": times[len(times) // 2], "loss": loss.item(), "torch": torch.__version__}))
