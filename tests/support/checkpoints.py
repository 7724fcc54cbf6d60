"""Small checkpoints of the real classes with random weights, and damaged copies of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from glm_studio.resources import resource

NANO = resource("models", "nano")
CODES = 4096


def write_checkpoint(
    folder: Path, shard_bytes: int = 1 << 30, seed: int = 0, layers: int = 2
) -> Path:
    """A whole GLM-Image folder that draws noise in a fraction of a second.

    It has the nano's tokenizer, and no `studio.json`: its limits are the released model's.
    """
    import torch
    from diffusers import AutoencoderKL, GlmImageTransformer2DModel
    from transformers import GlmImageForConditionalGeneration, T5Config, T5EncoderModel

    for name in ("processor", "tokenizer", "scheduler"):
        shutil.copytree(NANO / name, folder / name)
    shutil.copy(NANO / "model_index.json", folder)
    torch.random.manual_seed(seed)
    parts = {
        "vision_language_encoder": GlmImageForConditionalGeneration(_prior_config(layers)),
        "text_encoder": T5EncoderModel(
            T5Config(d_model=32, d_kv=8, d_ff=32, num_layers=1, num_heads=2)
        ),
        "transformer": GlmImageTransformer2DModel(
            num_layers=layers, attention_head_dim=16, num_attention_heads=2, text_embed_dim=32,
            time_embed_dim=32, condition_dim=16, in_channels=4, out_channels=4,
            prior_vq_quantizer_codebook_size=CODES,
        ),
        "vae": AutoencoderKL(
            down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
            block_out_channels=(8, 8, 8, 8), layers_per_block=1, latent_channels=4,
            norm_num_groups=2, use_quant_conv=False, use_post_quant_conv=False,
            latents_mean=[0.1, -0.2, 0.0, 0.3], latents_std=[1.0, 0.9, 1.1, 1.2],
        ),
    }  # fmt: skip
    for name, part in parts.items():
        part.save_pretrained(folder / name, max_shard_size=shard_bytes)
    return folder


def _prior_config(layers: int):
    from transformers import GlmImageConfig

    nano = json.loads((NANO / "vision_language_encoder" / "config.json").read_text())
    text = {
        **nano["text_config"],
        "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": layers,
        "num_attention_heads": 2, "num_key_value_heads": 1,
    }  # fmt: skip
    text["rope_parameters"] = {**text["rope_parameters"], "mrope_section": [2, 3, 3]}
    ids = {name: nano[name] for name in nano if name.endswith("_token_id")}
    return GlmImageConfig(
        text_config=text, vision_config=nano["vision_config"], vq_config=nano["vq_config"], **ids
    )


def copy_checkpoint(source: Path, target: Path) -> Path:
    """A copy that a test may damage; the files are hard links, so replace them, never edit."""
    return Path(shutil.copytree(source, target, copy_function=_link))


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


def edit_json(file: Path, **values: object) -> None:
    """Replace a JSON file by one with other values."""
    content = json.loads(file.read_text()) | values
    file.unlink()
    file.write_text(json.dumps(content))


def edit_tensors(file: Path, edit) -> None:
    """Replace a safetensors file by one whose tensors `edit(tensors)` has changed."""
    from safetensors.torch import load_file, save_file

    tensors = load_file(file)
    edit(tensors)
    file.unlink()
    save_file(tensors, file, metadata={"format": "pt"})
