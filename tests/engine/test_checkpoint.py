"""Opening model folders: what is missing or broken is said in words."""

from __future__ import annotations

import json
import shutil
import struct
from pathlib import Path

import pytest
import torch

from engine.api import ImageReady, JobFailed, Loaded, Loading, Stage
from engine.checkpoint import WEIGHTED, identify, open_checkpoint
from engine.errors import CheckpointError
from support.checkpoints import NANO, copy_checkpoint, edit_json, edit_tensors, write_checkpoint


@pytest.fixture
def folder(checkpoint: Path, tmp_path: Path) -> Path:
    """A copy of a good checkpoint, to be damaged."""
    return copy_checkpoint(checkpoint, tmp_path / "copy")


def complaint(folder: Path) -> CheckpointError:
    with pytest.raises(CheckpointError) as caught:
        open_checkpoint(folder)
    return caught.value


def truncate(file: Path, size: int) -> None:
    content = file.read_bytes()[:size]
    file.unlink()
    file.write_bytes(content)


def test_a_good_folder_is_described(checkpoint: Path):
    described = open_checkpoint(checkpoint)
    assert [component.name for component in described.components] == list(WEIGHTED)
    assert described.bytes == sum(
        sum(tensor.numel() * tensor.element_size() for tensor in tensors_of(file).values())
        for file in checkpoint.rglob("*.safetensors")
    )
    assert described.codebook_size == 4096
    assert described.limits.min_side == 512
    assert not described.stand_in


def tensors_of(file: Path) -> dict[str, torch.Tensor]:
    from safetensors.torch import load_file

    return load_file(file)


def test_the_bundled_model_says_that_it_is_a_stand_in_and_is_small():
    nano = open_checkpoint(NANO)
    assert nano.stand_in
    assert sum(file.stat().st_size for file in NANO.rglob("*") if file.is_file()) <= 40_000_000
    width, height = nano.defaults.size
    assert nano.limits.complaint(width, height) is None
    for size in nano.defaults.size_presets:
        assert nano.limits.complaint(*size) is None
    assert nano.defaults.example_prompts


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("model_index.json", "the index of a GLM-Image model folder"),
        ("vae", "the folder of vae"),
        ("vae/config.json", "the configuration of vae"),
        ("processor/processor_config.json", "the configuration of processor"),
        ("transformer/diffusion_pytorch_model.safetensors", "safetensors"),
        ("text_encoder/model.safetensors", "safetensors"),
    ],
)
def test_what_is_missing_is_named(folder: Path, path: str, expected: str):
    missing = folder / path
    shutil.rmtree(missing) if missing.is_dir() else missing.unlink()
    error = complaint(folder)
    assert error.file == missing
    assert expected in error.expected
    assert "no such" in error.found
    assert error.problem.remedy


def test_another_model_s_folder_is_refused(folder: Path):
    edit_json(folder / "model_index.json", _class_name="StableDiffusionPipeline")
    error = complaint(folder)
    assert (error.expected, error.found) == (
        "the class GlmImagePipeline",
        "'StableDiffusionPipeline'",
    )


def test_an_unreadable_index_is_not_a_traceback(folder: Path):
    index = folder / "model_index.json"
    index.unlink()
    index.write_bytes(b"\xff\xfe not json")
    assert complaint(folder).file == index


def test_pickles_are_refused_and_never_read(folder: Path):
    weights = folder / "vae" / "diffusion_pytorch_model.safetensors"
    weights.rename(weights.with_suffix(".bin"))
    error = complaint(folder)
    assert "diffusion_pytorch_model.bin" in error.found
    assert "run code" in error.found


def test_a_file_cut_short_says_how_many_bytes_are_there(folder: Path):
    file = folder / "transformer" / "diffusion_pytorch_model.safetensors"
    whole = file.stat().st_size
    truncate(file, whole - 1000)
    error = complaint(folder)
    assert f"{whole:,} bytes" in error.expected
    assert f"{whole - 1000:,} bytes" in error.found
    assert "cut short" in error.found


@pytest.mark.parametrize("content", [b"", b"12345", struct.pack("<Q", 2**60) + b"{}", b"\0" * 64])
def test_a_file_that_is_no_safetensors_is_named(folder: Path, content: bytes):
    file = folder / "text_encoder" / "model.safetensors"
    file.unlink()
    file.write_bytes(content)
    assert complaint(folder).file == file


def test_a_download_pointer_in_place_of_weights_is_named(folder: Path):
    file = folder / "vae" / "diffusion_pytorch_model.safetensors"
    file.unlink()
    file.write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n")
    assert complaint(folder).file == file


def test_shards_are_opened_and_a_missing_one_is_named(tmp_path: Path, make_engine, ask, listen):
    folder = write_checkpoint(tmp_path / "shards", shard_bytes=100_000)
    shards = sorted((folder / "vision_language_encoder").glob("*.safetensors"))
    assert len(shards) > 1
    assert isinstance(listen(make_engine(folder).submit(ask()))[-1], ImageReady)
    shards[-1].unlink()
    assert complaint(folder).file == shards[-1]


def test_an_index_cannot_name_files_outside_the_folder(tmp_path: Path, checkpoint: Path):
    folder = copy_checkpoint(checkpoint, tmp_path / "copy")
    weights = folder / "vae" / "diffusion_pytorch_model.safetensors"
    weights.unlink()
    index = weights.with_name(weights.name + ".index.json")
    index.write_text(json.dumps({"weight_map": {"a": "../../other.safetensors"}}))
    assert "../../other.safetensors" in complaint(folder).found


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (lambda tensors: tensors.pop(sorted(tensors)[0]), "the tensor"),
        (
            lambda tensors: tensors.update({sorted(tensors)[0]: torch.zeros(3, 3)}),
            "weights of a",
        ),
    ],
)
def test_tensors_that_do_not_fit_fail_the_load_in_words(
    folder: Path, make_engine, listen, damage, expected
):
    edit_tensors(folder / "transformer" / "diffusion_pytorch_model.safetensors", damage)
    events = listen(make_engine(folder).load())
    assert isinstance(events[-1], JobFailed)
    assert events[-1].stage is Stage.LOAD
    problem = events[-1].problem
    assert problem.kind == "checkpoint"
    assert "transformer" in problem.what
    assert expected in problem.why


def test_a_processor_saved_the_older_way_is_opened_too(folder: Path, make_engine, ask, listen):
    file = folder / "processor" / "processor_config.json"
    older = json.loads(file.read_text())["image_processor"]
    file.unlink()
    file.with_name("preprocessor_config.json").write_text(
        json.dumps(older | {"processor_class": "GlmImageProcessor"})
    )
    assert isinstance(listen(make_engine(folder).submit(ask()))[-1], ImageReady)


def test_tensors_that_nobody_asked_for_are_noted_and_left(
    folder: Path, make_engine, ask, listen, caplog
):
    file = folder / "transformer" / "diffusion_pytorch_model.safetensors"
    edit_tensors(file, lambda tensors: tensors.update(stranger=torch.zeros(3)))
    assert isinstance(listen(make_engine(folder).submit(ask()))[-1], ImageReady)
    assert "stranger" in caplog.text


def test_a_tokenizer_that_cannot_be_read_fails_the_load_in_words(folder, make_engine, listen):
    file = folder / "processor" / "tokenizer.json"
    file.unlink()
    file.write_text("{}")
    last = listen(make_engine(folder).load())[-1]
    assert isinstance(last, JobFailed)
    assert "processor" in last.problem.what


def test_loading_counts_every_byte_component_by_component(checkpoint: Path, make_engine, listen):
    engine = make_engine(checkpoint)
    seen: list[Loading] = []
    job = engine.load()
    emit = job.emit
    job.emit = lambda event: (seen.append(event), emit(event))
    events = listen(job)
    loading = [event for event in seen if isinstance(event, Loading)]
    assert isinstance(events[-1], Loaded)
    assert list(dict.fromkeys(event.component for event in loading)) == list(WEIGHTED)
    done = [event.done_bytes for event in loading]
    assert done == sorted(done)
    assert done[-1] == loading[-1].total_bytes == open_checkpoint(checkpoint).bytes


def test_the_hash_tells_checkpoints_apart(folder: Path, checkpoint: Path):
    same = identify(open_checkpoint(folder)).hash
    assert same == identify(open_checkpoint(checkpoint)).hash
    file = folder / "vae" / "diffusion_pytorch_model.safetensors"

    def nudge(tensors):
        name = sorted(tensors)[0]
        tensors[name] = tensors[name] + 1e-3

    edit_tensors(file, nudge)
    assert identify(open_checkpoint(folder)).hash != same


def test_no_code_of_the_folder_runs(folder: Path, make_engine, ask, listen, tmp_path: Path):
    """Neither a custom pipeline nor remote code of a component is looked at."""
    marker = tmp_path / "ran"
    code = f"open({str(marker)!r}, 'w')\n"
    for place in (folder, folder / "transformer", folder / "processor"):
        (place / "pipeline.py").write_text(code)
        (place / "modeling_custom.py").write_text(code)
    edit_json(
        folder / "vision_language_encoder" / "config.json",
        auto_map={"AutoModel": "modeling_custom.Model", "AutoConfig": "modeling_custom.Config"},
    )
    edit_json(
        folder / "processor" / "processor_config.json",
        auto_map={"AutoProcessor": "modeling_custom.Processor"},
    )
    assert isinstance(listen(make_engine(folder).submit(ask()))[-1], ImageReady)
    assert not marker.exists()
