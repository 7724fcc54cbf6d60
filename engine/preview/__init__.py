"""What a run shows before its picture is there, by maps fitted to each checkpoint's own encoders.

`code_colours` and `code_painter` show the prior's codes, `latent_map` the transformer's latents;
`budget` keeps all of it cheap, `kept` keeps the maps from one start to the next.
"""

import engine.devices  # noqa: F401 - before torch, whatever is imported alone
from engine.preview.budget import PreviewBudget
from engine.preview.code_colours import CodeColours
from engine.preview.code_painter import CodePainter
from engine.preview.latent_map import LatentMap

__all__ = ["CodeColours", "CodePainter", "LatentMap", "PreviewBudget"]
