"""The codebook: what one code says about its patch.

A world of flat shapes needs no deep vision tower.  The patch embedding is the principal
components of 16-pixel patches, the tower's one block is silent (its outputs are zero), and the
codes are the centres of k-means in the 32 normalised dimensions that the model's own quantiser
compares.  One constant dimension keeps brightness, which normalising would lose.  So a code
depends on its own patch alone: flat ground is always one and the same code, which makes the
grids cheap to predict.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional
from transformers import GlmImageForConditionalGeneration

from .drawing import draw_scene
from .parts import halve, patchify, to_unit
from .world import random_scene

CODES = 4096
EMBED = 32


@dataclass(frozen=True, slots=True)
class Codebook:
    """`weight` (EMBED, 768) and `bias` (EMBED,) make a patch's point; `centres` the codes."""

    weight: torch.Tensor
    bias: torch.Tensor
    centres: torch.Tensor

    def points(self, patches: torch.Tensor) -> torch.Tensor:
        """Unit vectors of packed patches."""
        return functional.normalize(patches @ self.weight.T + self.bias, dim=-1)

    def codes(self, patches: torch.Tensor) -> torch.Tensor:
        """The code of each packed patch, by the quantiser's own measure."""
        return _nearest(self.points(patches), functional.normalize(self.centres, dim=-1))

    def lookalikes(self, count: int) -> torch.Tensor:
        """The `count` codes that are most like each code, (codes, count)."""
        centres = functional.normalize(self.centres, dim=-1)
        return (centres @ centres.T).topk(count + 1).indices[:, 1:]


def sample_patches(pictures: int, seed: int) -> torch.Tensor:
    """Distinct patches of both grids of fresh pictures, (count, 768)."""
    rng = random.Random(seed)
    kept = []
    for _ in range(pictures // 50):
        batch = np.stack([draw_scene(random_scene(rng)) for _ in range(50)])
        pixels = to_unit(batch)
        for view in (pixels, halve(pixels)):
            patches = patchify(view)[0]
            flat = patches.view(-1, 3, 256).std(-1).amax(-1) < 0.01
            flat &= torch.rand(len(flat)) > 0.03  # flat ground is most of the world, and few codes
            kept.append(patches[~flat])
    return torch.cat(kept)


def principal_directions(patches: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Weight and bias of the projection to EMBED - 1 components and one constant."""
    mean = patches.mean(0)
    centred = patches - mean
    _, vectors = torch.linalg.eigh(centred.T @ centred / len(centred))
    weight = vectors[:, -(EMBED - 1) :].flip(1).T
    bias = -(weight @ mean)
    length = (centred @ weight.T).norm(dim=1).median()
    weight = torch.cat([weight, torch.zeros(1, weight.shape[1])]) / length
    return weight, torch.cat([bias / length, torch.tensor([1.5])])


def _nearest(points: torch.Tensor, centres: torch.Tensor) -> torch.Tensor:
    return torch.cat([(part @ centres.T).argmax(1) for part in points.split(16384)])


def cluster(points: torch.Tensor, count: int, rounds: int, seed: int) -> torch.Tensor:
    """Spherical k-means; an empty cluster starts again at a random point."""
    generator = torch.Generator().manual_seed(seed)
    centres = points[torch.randperm(len(points), generator=generator)[:count]].clone()
    for _ in range(rounds):
        nearest = _nearest(points, centres)
        sums = torch.zeros_like(centres).index_add_(0, nearest, points)
        counts = torch.bincount(nearest, minlength=count)
        empty = (counts == 0).nonzero()[:, 0]
        again = torch.randint(len(points), (len(empty),), generator=generator)
        sums[empty] = points[again]
        centres = functional.normalize(sums, dim=-1)
    return centres


def as_stored(tensor: torch.Tensor) -> torch.Tensor:
    """What is left of `tensor` in the shipped file, so that training sees the shipped codes."""
    return tensor.to(torch.bfloat16).float()


def learn_codebook(pictures: int = 6000, rounds: int = 25, seed: int = 0) -> Codebook:
    """Principal components and k-means of fresh patches; about a minute."""
    torch.manual_seed(seed)
    patches = sample_patches(pictures, seed)
    weight, bias = map(as_stored, principal_directions(patches))
    book = Codebook(weight, bias, torch.empty(0))
    centres = cluster(book.points(patches), CODES, rounds, seed)
    return Codebook(weight, bias, as_stored(centres))


@torch.no_grad()
def install_codebook(ar: GlmImageForConditionalGeneration, book: Codebook) -> None:
    """Write `book` into the vision tower and the quantiser of an AR model."""
    visual, vq = ar.model.visual, ar.model.vqmodel
    projection = visual.patch_embed.proj
    projection.weight.zero_()
    projection.weight.view(projection.weight.shape[0], -1)[:EMBED] = book.weight
    projection.bias.zero_()
    projection.bias[:EMBED] = book.bias
    visual.embeddings.position_embedding.weight.zero_()
    for block in visual.blocks:
        for layer in (block.attn.proj, block.mlp.fc2):
            layer.weight.zero_()
            if layer.bias is not None:
                layer.bias.zero_()
    vq.quant_conv.weight.zero_()
    vq.quant_conv.weight[:, :EMBED, 0, 0] = torch.eye(EMBED)
    vq.quant_conv.bias.zero_()
    vq.quantize.embedding.weight.copy_(book.centres)


def spread_features(centres: torch.Tensor, width: int, deviation: float) -> torch.Tensor:
    """Codes as vectors of `width`: alike codes start alike in every table that they index.

    A fixed random projection of the whitened centres, plus a little noise to tell twins apart.
    """
    generator = torch.Generator().manual_seed(7)
    whitened = (centres - centres.mean(0)) / (centres.std(0) + 1e-4)
    whitened[:, 12:] *= 0.6  # the later components are fine edges
    mixed = whitened @ torch.randn(centres.shape[1], width, generator=generator)
    mixed = mixed / mixed.std()
    noise = torch.randn(len(centres), width, generator=generator)
    return deviation * (0.95 * mixed + 0.3 * noise)
