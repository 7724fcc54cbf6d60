"""`make bench`: print a table of what the program costs on this machine."""

from __future__ import annotations

import sys
from itertools import chain

from . import (
    cards,
    gallery,
    gallery_view,
    heartbeat,
    library_scale,
    pictures,
    previews,
    products,
    queue,
    start,
    stock,
    together,
    watching,
)
from .table import show

PARTS = {
    "start": start.rows,
    "heartbeat": heartbeat.rows,
    "pictures": pictures.rows,
    "previews": previews.rows,
    "products": products.rows,
    "together": together.rows,
    "stock": stock.rows,
    "cards": cards.rows,
    "queue": queue.rows,
    "gallery": gallery.rows,
    "library_scale": library_scale.rows,
    "gallery_view": gallery_view.rows,
    "watching": watching.rows,
}

if __name__ == "__main__":
    chosen = sys.argv[1:] or list(PARTS)
    show(list(chain.from_iterable(PARTS[name]() for name in chosen)))
