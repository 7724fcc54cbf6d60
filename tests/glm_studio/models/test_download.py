"""Downloading with the real clients from a server that drops connections."""

from __future__ import annotations

import shutil

import pytest

from engine.checkpoint import open_checkpoint
from glm_studio.download.transfer import run
from glm_studio.models.manifest import part_of, read_manifest
from glm_studio.models.order import (
    Arrived,
    Failed,
    Finished,
    Listed,
    Lost,
    Order,
    from_line,
    to_line,
)
from glm_studio.models.sources import Source
from support.fake_hub import REPOSITORY, FakeHub

BOTH = pytest.mark.parametrize("source", Source)
TOKEN = "hf_" + "0123456789" * 3


def large(server) -> str:
    """The path of the largest file."""
    return max(server.files, key=lambda path: len(server.files[path]))


@BOTH
def test_a_checkpoint_arrives_whole_and_can_be_opened(download, server, tmp_path, source):
    job = download(source)
    finished = job.finish()
    assert isinstance(finished, Finished), finished
    folder = tmp_path / "GLM-Image"
    assert open_checkpoint(folder).codebook_size == 4096
    wanted = {path: data for path, data in server.files.items() if path != "demo.png"}
    arrived = {path: (folder / path).read_bytes() for path in wanted}
    assert arrived == wanted
    assert not (folder / "demo.png").exists()
    assert finished.compared == len(wanted)
    listed = job.reports[0]
    assert listed == Listed(len(wanted), 0, sum(map(len, wanted.values())))
    assert read_manifest(folder).complete


@BOTH
def test_a_dropped_connection_is_taken_up_where_it_ended(download, server, tmp_path, source):
    path = large(server)
    server.behaviour.drops[path] = 2
    assert isinstance(download(source).finish(), Finished)
    first, second, third = (asked.first or 0 for asked in server.asked_for(path))
    assert first == 0 < second < third
    assert (tmp_path / "GLM-Image" / path).read_bytes() == server.files[path]


@BOTH
def test_what_was_stopped_goes_on_within_the_file(download, server, tmp_path, source):
    server.behaviour.pause_s = 0.05
    folder, path = tmp_path / "GLM-Image", large(server)
    job = download(source)
    job.until(
        lambda report: part_of(folder / path).exists() and part_of(folder / path).stat().st_size
    )
    job.kill()
    there = part_of(folder / path).stat().st_size
    assert 0 < there < len(server.files[path])
    assert not read_manifest(folder).complete

    server.behaviour.pause_s = 0.0
    server.asked.clear()
    again = download(source)
    assert isinstance(again.finish(), Finished)
    assert [asked.first for asked in server.asked_for(path)] == [there]
    assert again.reports[0].there_bytes >= there
    open_checkpoint(folder)


@BOTH
def test_a_file_that_arrives_damaged_is_fetched_again(download, server, tmp_path, source):
    path = large(server)
    server.behaviour.damaged[path] = 1
    assert isinstance(download(source).finish(), Finished)
    assert (tmp_path / "GLM-Image" / path).read_bytes() == server.files[path]


def test_one_that_is_always_damaged_is_refused(download, server, tmp_path):
    path = large(server)
    server.behaviour.damaged[path] = 99
    failed = download().finish()
    assert isinstance(failed, Failed)
    assert failed.problem.what == f"The file {path} arrived damaged."
    assert not (tmp_path / "GLM-Image" / path).exists()
    assert not read_manifest(tmp_path / "GLM-Image").complete


@BOTH
def test_a_token_is_sent_and_told_to_nobody_else(download, server, source):
    server.behaviour.token = TOKEN
    refused = download(source).finish()
    assert isinstance(refused, Failed)
    assert "a token" in refused.problem.remedy
    job = download(source, token=TOKEN)
    assert isinstance(job.finish(), Finished)
    assert TOKEN not in repr(job.reports)


@BOTH
def test_a_mirror_is_not_told_the_token_that_is_stored_for_the_hub(
    download, server, tmp_path, source
):
    for file in ("hf/token",):
        (tmp_path / file).parent.mkdir()
        (tmp_path / file).write_text("hf_stored")
    environ = {"MODELSCOPE_API_TOKEN": "ms_stored"}
    assert isinstance(download(source, environ=environ).finish(), Finished)
    assert {asked.token for asked in server.asked} == {""}


@BOTH
def test_everything_goes_through_the_proxy(download, server, source):
    job = download(source, proxy=server.address, address="http://hub.invalid")
    # The server redirects to itself by its own address, through the proxy as well.
    assert isinstance(job.finish(), Finished), job.reports
    assert all(asked.proxied for asked in server.asked)


@BOTH
def test_a_name_that_nobody_knows_says_so(download, source):
    failed = download(source, repository="zai-org/GLM-Imagine").finish()
    assert isinstance(failed, Failed)
    assert "There is no model zai-org/GLM-Imagine at http://127.0.0.1" in failed.problem.what


def test_a_server_that_is_gone_is_tried_again_and_then_given_up(download, server):
    server.shutdown()
    server.server_close()
    job = download()
    failed = job.finish()
    assert [type(report) for report in job.reports[:2]] == [Lost, Lost]
    assert "does not answer" in failed.problem.what
    # The sentence can still be said in the window's language.
    assert failed.problem.what.values == {"address": server.address}


def test_two_at_once_do_not_write_to_one_folder(download, server):
    server.behaviour.pause_s = 0.05
    first = download()
    first.until(lambda report: isinstance(report, Arrived))
    second = download().finish()
    assert isinstance(second, Failed)
    assert "Another download" in second.problem.what


def test_the_process_ends_with_whoever_began_it(download, server):
    server.behaviour.pause_s = 0.05
    job = download()
    job.until(lambda report: isinstance(report, Arrived))
    job.process.stdin.close()
    assert job.process.wait(5) == 0


def test_the_studio_s_own_being_offline_is_not_the_user_s(download):
    """Its engine keeps the libraries from the network by these variables."""
    environ = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    assert isinstance(download(environ=environ).finish(), Finished)


def test_a_full_disk_is_said_before_anything_is_fetched(tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)._replace(free=50_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    hub, reports = FakeHub(), []
    run(Order(Source.HUGGING_FACE, REPOSITORY, tmp_path / "m"), hub, reports.append)
    (failed,) = reports
    assert "too little room" in failed.problem.what
    assert "0.1 GB are free" in failed.problem.why
    assert hub.fetched == []


def test_what_changed_at_the_source_is_fetched_anew(download, server, tmp_path):
    assert isinstance(download().finish(), Finished)
    server.files["README.md"] = b"# Another"
    server.asked.clear()
    assert isinstance(download().finish(), Finished)
    assert (tmp_path / "GLM-Image" / "README.md").read_bytes() == b"# Another"
    assert {asked.path for asked in server.asked} == {"README.md"}


def test_a_repository_without_a_model_is_refused(download, server):
    del server.files["model_index.json"]
    failed = download().finish()
    assert "is no GLM-Image model" in failed.problem.what


def test_a_server_cannot_name_files_outside_of_the_folder(download, server, tmp_path):
    server.files["../evil.json"] = b"{}"
    assert isinstance(download().finish(), Finished)
    assert not (tmp_path / "evil.json").exists()
    assert "../evil.json" not in read_manifest(tmp_path / "GLM-Image").files


def test_reports_get_through_a_pipe_of_whatever_encoding():
    report = Arrived(7, "模型/\udcff.safetensors")
    line = to_line(report)
    assert line.isascii()
    assert from_line(line) == report
