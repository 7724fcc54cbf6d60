"""The extension's build, and the stand-in for torch_npu over it."""

from __future__ import annotations

from importlib.metadata import entry_points, version

import numpy as np
import pytest
import torch
import torch_npu

from simulated_card.build import BuildError, build
from simulated_card.tensors import on_card


def test_a_machine_without_a_compiler_is_told_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BuildError, match=r"apt-get install g\+\+"):
        build(cache=tmp_path / "build")


def test_the_shim_is_an_installed_package_of_torch_s_release():
    assert version("torch_npu").split("+")[0] == torch.__version__.split("+")[0]
    assert [entry.name for entry in entry_points(group="torch.backends")] == ["torch_npu"]


def test_a_seed_means_the_same_numbers():
    torch.manual_seed(7)
    first = torch.randn(8, device="npu")
    torch.manual_seed(7)
    assert torch.equal(first.cpu(), torch.randn(8, device="npu").cpu())


def test_autocast_computes_in_half_precision():
    tensor = on_card()
    with torch.autocast("npu", dtype=torch.float16):
        assert (tensor @ tensor).sum().item() == 64


@pytest.mark.parametrize("masked", [False, True])
def test_fused_attention_is_attention(masked):
    query, key, value = torch.randn(3, 2, 5, 4, 8).half().unbind()
    hidden = torch.rand(2, 1, 5, 5) > 0.7
    hidden[..., 0] = False
    fused = torch_npu.npu_fusion_attention(
        *(tensor.to("npu") for tensor in (query, key, value)), 4, "BSND",
        atten_mask=hidden.to("npu") if masked else None, scale=8**-0.5,
    )[0]  # fmt: skip
    plain = torch.nn.functional.scaled_dot_product_attention(
        *(tensor.transpose(1, 2) for tensor in (query, key, value)),
        attn_mask=~hidden if masked else None,
    )
    assert torch.allclose(fused.cpu(), plain.transpose(1, 2), atol=2e-3)


def test_fused_operators_take_no_tensors_of_the_cpu():
    with pytest.raises(NotImplementedError, match="'CPU' backend"):
        torch_npu.npu_rms_norm(torch.ones(2, 4), torch.ones(4))


def test_the_stock_pipeline_draws_the_same_picture(tmp_path):
    """With the same codes and noise, to 2/255: the CPU computes, along other paths."""
    from diffusers import GlmImagePipeline

    from support.checkpoints import write_checkpoint

    pipeline = GlmImagePipeline.from_pretrained(write_checkpoint(tmp_path / "model"))
    pipeline.set_progress_bar_config(disable=True)

    def draw() -> np.ndarray:
        torch.manual_seed(3)
        picture = pipeline(
            "a lighthouse", height=128, width=128, num_inference_steps=2, guidance_scale=1.5,
            generator=torch.Generator().manual_seed(1), output_type="np",
        ).images[0]  # fmt: skip
        return np.round(picture * 255)

    by_cpu = draw()
    pipeline.to("npu:1")
    by_card = draw()
    assert torch.npu.memory_allocated(1) > 0
    assert np.abs(by_cpu - by_card).max() <= 2
    assert by_cpu.std() > 0
