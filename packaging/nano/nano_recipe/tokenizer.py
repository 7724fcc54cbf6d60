"""The text side's vocabulary: image codes first, then markers, bytes, merges, markers again.

The AR model reads and writes one stream, so codes and text share one numbering:
`0..codes-1` image codes, then image start and end, then bytes and BPE merges learned from the
world's captions, then the placeholder, the grid markers, the padding and the ruler.

The ruler is a row of marks that ends every prompt. Rotary positions are relative, and flat ground
looks the same everywhere, so a code has nothing near it that tells its row or column; with a ruler
it finds the mark that lies a fixed distance before it (`ar.place_heads`).
"""

from __future__ import annotations

import json
import random
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from .world import random_scene

START, END = "<|image_start|>", "<|image_end|>"
RULER = tuple(f"<r{mark}>" for mark in range(32))  # small grid's sides first, then the big one's
TAIL = ("<|image|>", "<sop>", "<eop>", "<pad>", *RULER)
MERGES = 330


def _captions(count: int, seed: int) -> list[str]:
    """Captions without their quoted words: those are to be spelled letter by letter."""
    rng = random.Random(seed)
    scenes = (random_scene(rng) for _ in range(count))
    return [s.caption.replace(f'"{s.word}"', '""') if s.word else s.caption for s in scenes]


def _learn_merges(seed: int) -> dict:
    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=256 + MERGES,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    bpe.train_from_iterator(_captions(20000, seed), trainer)
    return json.loads(bpe.to_str())


def build_tokenizer(codes: int, seed: int) -> dict:
    """A `tokenizer.json` as a dictionary."""
    learned = _learn_merges(seed)
    pieces = sorted(learned["model"]["vocab"], key=learned["model"]["vocab"].get)
    order = [f"<v{i}>" for i in range(codes)] + [START, END] + pieces + list(TAIL)
    vocabulary = {piece: i for i, piece in enumerate(order)}
    learned["model"]["vocab"] = vocabulary
    learned["added_tokens"] = [
        {
            "id": vocabulary[marker],
            "content": marker,
            "single_word": False,
            "lstrip": False,
            "rstrip": False,
            "normalized": False,
            "special": True,
        }
        for marker in (START, END, *TAIL)
    ]
    return learned


def processor_files(tokenizer: dict) -> dict[str, dict | str]:
    """Every file of the processor folder.

    References may be as small as 128 pixels a side; the released settings would enlarge them to
    512, and their grid would no longer fit the latents.
    """
    return {
        "tokenizer.json": tokenizer,
        "tokenizer_config.json": {
            "tokenizer_class": "TokenizersBackend",
            "processor_class": "GlmImageProcessor",
            "bos_token": START,
            "eos_token": END,
            "image_token": "<|image|>",
            "grid_bos_token": "<sop>",
            "grid_eos_token": "<eop>",
            "pad_token": "<pad>",
            "padding_side": "left",
        },
        "processor_config.json": {
            "processor_class": "GlmImageProcessor",
            "image_processor": {
                "image_processor_type": "GlmImageImageProcessor",
                "patch_size": 16,
                "merge_size": 1,
                "temporal_patch_size": 1,
                "do_convert_rgb": True,
                "do_resize": True,
                "do_rescale": True,
                "do_normalize": True,
                "rescale_factor": 1 / 255,
                "resample": 3,
                "image_mean": [0.5, 0.5, 0.5],
                "image_std": [0.5, 0.5, 0.5],
                "size": {"shortest_edge": 128 * 128, "longest_edge": 2048 * 2048},
            },
        },
        "chat_template.jinja": (
            "{% for m in messages %}{% for c in m['content'] %}{% if c['type']=='image' %}"
            f"{START}<|image|>{END}"
            "{% else %}{{ c['text'] }}{% endif %}{% endfor %}{% endfor %}" + "".join(RULER)
        ),
    }


def write_processor(folder: Path, codes: int, seed: int) -> dict[str, int]:
    """Write the processor folder; returns the ids the AR model's configuration needs."""
    folder.mkdir(parents=True, exist_ok=True)
    content = build_tokenizer(codes, seed)
    for name, value in processor_files(content).items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
        (folder / name).write_text(text, encoding="utf-8")
    return special_ids(content)


def special_ids(tokenizer: dict) -> dict[str, int]:
    """The ids that the AR model's configuration names."""
    vocabulary = tokenizer["model"]["vocab"]
    return {
        "image_start_token_id": vocabulary[START],
        "image_end_token_id": vocabulary[END],
        "image_token_id": vocabulary["<|image|>"],
        "pad_token_id": vocabulary["<pad>"],
        "vocab_size": len(vocabulary),
    }
