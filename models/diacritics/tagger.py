"""Train the tagger of `pipeline/text/tagger.py` (PyTorch on the CPU, bfloat16) and write it as 8-bit ONNX.

Every sequence of the corpus is misread anew: by English OCR, by Vietnamese OCR on poor scans, by the loss of all
marks, or not at all; some sequences are real readings of printed pages.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F

from models.diacritics.noise import IGNORED, Pool
from pipeline.text.tagger import BEST, BUCKETS, COMMON, FEATURES, WINDOW, features

WIDTH, HEADS, LAYERS, INNER = 256, 4, 4, 768
REACH = 24  # words to each side that attention tells apart by distance
CASES = 3
BATCH = 40  # sequences of WINDOW places
WARMUP = 300
CAPITALS = 0.06  # of the stretches of a sequence are set in capitals, as headings are


class Block(nn.Module):
    """Near neighbours by convolution, then attention, then each place by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.near_norm, self.norm, self.inner_norm = (nn.LayerNorm(WIDTH) for _ in range(3))
        self.near = nn.Conv1d(WIDTH, WIDTH, 5, padding=2, groups=WIDTH)
        self.join = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.grow = nn.Linear(WIDTH, INNER)
        self.shrink = nn.Linear(INNER, WIDTH)
        self.distance = nn.Parameter(torch.zeros(HEADS, 2 * REACH + 1))

    def forward(self, x: Tensor, apart: Tensor) -> Tensor:
        """Shape in and out: sequences, places, WIDTH."""
        x = x + self.near(self.near_norm(x).transpose(1, 2)).transpose(1, 2)
        b, n, _ = x.shape
        q, k, v = self.join(self.norm(x)).view(b, n, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        weights = q @ k.transpose(-2, -1) / math.sqrt(WIDTH // HEADS) + self.distance[:, apart].to(q.dtype)
        seen = (weights.softmax(-1) @ v).transpose(1, 2).reshape(b, n, WIDTH)
        x = x + self.out(seen)
        return x + self.shrink(F.relu(self.grow(self.inner_norm(x))))


class Encoder(nn.Module):
    """Vectors of words as read in; out: what is known of each place, its log-odds of common words and of cases."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.last = nn.LayerNorm(WIDTH)
        self.common = nn.Linear(WIDTH, COMMON + 1)
        self.case = nn.Linear(WIDTH, CASES)
        place = torch.arange(WINDOW)
        self.register_buffer("apart", (place[None] - place[:, None]).clamp(-REACH, REACH) + REACH)

    def encode(self, x: Tensor) -> Tensor:
        """What is known of each place."""
        x = self.norm(x)
        for block in self.blocks:
            x = block(x, self.apart)
        return self.last(x)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Shapes: sequences, places and WIDTH, COMMON + 1, CASES."""
        x = self.encode(x)
        return x, self.common(x), self.case(x)


class Tagger(nn.Module):
    """The encoder with the vectors of letter sequences."""

    def __init__(self, words: int) -> None:
        super().__init__()
        self.bag = nn.EmbeddingBag(BUCKETS, WIDTH, mode="sum", padding_idx=0)
        nn.init.normal_(self.bag.weight, std=0.25)
        with torch.no_grad():
            self.bag.weight[0] = 0
        self.encoder = Encoder()
        self.rare = nn.Linear(WIDTH, words - COMMON)

    def loss(self, x: Tensor, words: Tensor, cases: Tensor) -> tuple[Tensor, Tensor]:
        """Mean surprise at the true words of the places that are asked for, and at their cases."""
        asked = words != IGNORED
        known, words = self.encoder.encode(x).reshape(-1, WIDTH)[asked], words[asked]
        odds = self.encoder.common(known).float()
        loss = F.cross_entropy(odds, words.clamp(max=COMMON), reduction="sum")
        if (is_rare := words >= COMMON).any():
            loss = loss + F.cross_entropy(self.rare(known[is_rare]).float(), words[is_rare] - COMMON, reduction="sum")
        case_loss = F.cross_entropy(self.encoder.case(known).float(), cases[asked], ignore_index=IGNORED)
        return loss / len(words), case_loss


def feature_table(reads: list[str]) -> NDArray[np.int16]:
    """The features of every reading, zero where there are fewer."""
    table = np.zeros((len(reads), FEATURES), dtype=np.int16)
    for row, read in enumerate(reads):
        found = features(read)
        table[row, : len(found)] = found
    return table


@dataclass
class Source:
    """What sequences are drawn from."""

    streams: list[tuple[float, NDArray[np.int32]]]  # share of the sequences, word forms
    pools: list[tuple[float, Pool | None]]  # share, readings; None: the forms as they are
    plain: NDArray[np.int32]  # the reading of each form that is right
    pages: list[tuple[NDArray[np.int32], NDArray[np.int32]]]  # real readings and the forms behind them
    pages_share: float
    upper: NDArray[np.int32]  # the form of each form in capitals
    boundary: int

    def batch(self, rng: np.random.Generator) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Readings and forms of BATCH sequences."""
        reads = np.empty((BATCH, WINDOW), dtype=np.int32)
        forms = np.empty((BATCH, WINDOW), dtype=np.int32)
        shares = np.cumsum([share for share, _ in self.streams])
        kinds = np.cumsum([share for share, _ in self.pools])
        for row in range(BATCH):
            if rng.random() < self.pages_share:
                page_reads, page_forms = self.pages[int(rng.integers(len(self.pages)))]
                start = int(rng.integers(max(1, len(page_reads) - WINDOW // 2)))
                size = min(WINDOW, len(page_reads) - start)
                reads[row], forms[row] = self.plain[self.boundary], self.boundary
                reads[row, :size], forms[row, :size] = (x[start : start + size] for x in (page_reads, page_forms))
                continue
            stream = self.streams[int(np.searchsorted(shares, rng.random() * shares[-1]))][1]
            start = int(rng.integers(len(stream) - WINDOW))
            mine = stream[start : start + WINDOW].copy()
            if rng.random() < CAPITALS * 3:
                at = int(rng.integers(WINDOW - 10))
                stretch = slice(at, at + int(rng.integers(5, WINDOW // 2)))
                mine[stretch] = self.upper[mine[stretch]]
            pool = self.pools[int(np.searchsorted(kinds, rng.random() * kinds[-1]))][1]
            forms[row] = mine
            reads[row] = self.plain[mine] if pool is None else pool.draw(mine, rng)
        return reads, forms


def learning_rate(step: int, steps: int, peak: float) -> float:
    """Warm-up, then a cosine to nothing."""
    if step < WARMUP:
        return peak * (step + 1) / WARMUP
    return peak * 0.5 * (1 + math.cos(math.pi * (step - WARMUP) / max(1, steps - WARMUP)))


def embed(tagger: Tagger, table: NDArray[np.int16], reads: NDArray[np.int32]) -> Tensor:
    """The vectors of a batch of readings; each different one is added up once."""
    unique, place = np.unique(reads, return_inverse=True)
    rows = torch.from_numpy(table[unique].astype(np.int64))
    return tagger.bag(rows)[torch.from_numpy(place.reshape(reads.shape))]


def train(
    tagger: Tagger,
    source: Source,
    table: NDArray[np.int16],
    answers: tuple[NDArray[np.int64], NDArray[np.int64]],
    steps: int,
    peak: float,
    seed: int,
    checkpoint: Path,
) -> None:
    """Train `tagger` for `steps` batches; taken up from `checkpoint` where an earlier run was cut off."""
    optimiser = torch.optim.AdamW(tagger.parameters(), lr=peak, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    start = 0
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=True)
        tagger.load_state_dict(kept["tagger"])
        optimiser.load_state_dict(kept["optimiser"])
        start = kept["step"]
    clock, losses = time.time(), []
    for step in range(start, steps):
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(step, steps, peak)
        reads, forms = source.batch(np.random.default_rng([seed, steps, step]))
        word_answers, case_answers = (torch.from_numpy(answer[forms].ravel()) for answer in answers)
        with torch.autocast("cpu", torch.bfloat16):
            loss, case_loss = tagger.loss(embed(tagger, table, reads), word_answers, case_answers)
        optimiser.zero_grad(set_to_none=True)
        (loss + 0.1 * case_loss).backward()
        nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
        optimiser.step()
        losses.append(loss.item())
        if (step + 1) % 100 == 0:
            print(f"step {step + 1}: loss {np.mean(losses):.4f}, {time.time() - clock:.0f} s", flush=True)
            losses.clear()
        if (step + 1) % 500 == 0:
            kept = {"tagger": tagger.state_dict(), "optimiser": optimiser.state_dict(), "step": step + 1}
            torch.save(kept, checkpoint)


class Shipped(nn.Module):
    """The encoder as it runs: with the best words chosen inside."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, vectors: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """What is known of each place, logs and numbers of its best common words, log-odds of its cases."""
        known, odds, cases = self.encoder(vectors)
        logs, words = odds.log_softmax(-1).topk(BEST)
        return known, logs, words, cases


def quantise_rows(rows: Tensor) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows of weights as bytes, and the scale of each row."""
    values = rows.detach().numpy()
    scales = (np.abs(values).max(axis=1) / 127).clip(1e-9).astype(np.float32)
    return np.rint(values / scales[:, None]).astype(np.int8), scales


def ship(tagger: Tagger, path: Path) -> dict[str, NDArray]:
    """Write the encoder to `path` as ONNX with 8-bit weights; returns the arrays that go into the model file.

    Weights keep to seven bits (`reduce_range`): with eight, processors without VNNI saturate and answer otherwise.
    """
    plain = path.with_suffix(".f32.onnx")
    names = ["known", "logs", "words", "cases"]
    torch.onnx.export(
        Shipped(tagger.encoder).eval(),
        (torch.zeros(2, WINDOW, WIDTH),),
        plain,
        input_names=["vectors"],
        output_names=names,
        dynamic_axes={name: {0: "windows"} for name in ["vectors", *names]},
        opset_version=17,
        dynamo=False,
    )
    matmul = ["MatMul"]  # the convolutions are faster as they are
    quantize_dynamic(plain, path, matmul, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    plain.unlink()
    arrays: dict[str, NDArray] = {}
    arrays["tag_vectors"], arrays["tag_scales"] = quantise_rows(tagger.bag.weight)
    arrays["tag_rare"], arrays["tag_rare_scales"] = quantise_rows(tagger.rare.weight)
    arrays["tag_rare_bias"] = tagger.rare.bias.detach().numpy()
    return arrays
