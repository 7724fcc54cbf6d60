"""Content credentials: written into every format, read back, and worth what they say."""

from __future__ import annotations

import dataclasses
import http.server
import io
import json
import os
import threading
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image

from engine.api import ImageReady
from engine.errors import Problem
from engine.pictures import read_picture as read_reference
from engine.sizes import SizeLimits
from glm_studio.library import credentials, credentials_process, manifest
from glm_studio.library.certificate import CredentialsError, read_identity
from glm_studio.library.certificate_making import local_identity
from glm_studio.library.copying import CopyOptions, copy_of_file
from glm_studio.library.credentials import Signer, Signing
from glm_studio.library.decode import decode
from glm_studio.library.folders import Folders
from glm_studio.library.formats import Format
from glm_studio.library.headers import read_header
from glm_studio.library.labels import Keep, Labelling, Shown, VisibleLabel
from glm_studio.library.library import Library
from glm_studio.library.metadata import encode_picture
from glm_studio.library.verdict import Source, Standing, Verdict, verify

MakeImage = Callable[..., ImageReady]


@pytest.fixture
def apart() -> None:
    """For tests that need what is between two processes."""


@pytest.fixture(autouse=True)
def _quickly(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other tests let this process answer as the other one does: that is ten times as fast."""

    def answer(asked: bytes) -> bytes:
        told = io.BytesIO()
        credentials_process.answer(io.BytesIO(asked), told)
        return told.getvalue()

    if "apart" not in request.fixturenames:
        monkeypatch.setattr(credentials, "_process", answer)


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificates")
    return local_identity(folder, "Studio Süd 南方").key.parent


@pytest.fixture
def signing(certificates: Path) -> Signing:
    return Signing(certificates.parent, "Studio Süd 南方")


@pytest.fixture
def problems() -> list[Problem]:
    return []


@pytest.fixture
def labelling(signing: Signing, problems: list[Problem]) -> Iterator[Labelling]:
    yield Labelling(credentials=True, signer=Signer(signing, problems.append))
    assert not problems


@pytest.fixture
def signed_png(tmp_path: Path, make_image: MakeImage, labelling: Labelling) -> Path:
    path = tmp_path / "made.png"
    path.write_bytes(encode_picture(make_image(), labelling=labelling))
    return path


def copied(file: Path, options: CopyOptions, labelling: Labelling) -> Path:
    texts = read_header(file).texts
    content = copy_of_file(file, texts, lambda: decode(file), options, labelling)
    target = file.with_name(f"copy of {file.stem}{options.kind.suffix}")
    target.write_bytes(content)
    return target


# What is written -----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(Format))
def test_a_picture_is_signed_in_every_format(
    tmp_path: Path,
    make_image: MakeImage,
    labelling: Labelling,
    signing: Signing,
    kind: Format,
    apart: None,
) -> None:
    image = make_image()
    path = tmp_path / f"made{kind.suffix}"
    path.write_bytes(encode_picture(image, kind, labelling=labelling))
    verdict = verify(path, signing)
    assert verdict.standing is Standing.TRUSTED
    assert verdict.signer == "Studio Süd 南方"
    assert verdict.program.startswith("GLM Studio")
    assert verdict.generated
    assert verdict.actions == ("c2pa.created",)
    assert verdict.sources == (Source("nano", "inputTo"),)
    assert decode(path).size == (image.recipe.width, image.recipe.height)


def test_credentials_say_neither_prompt_nor_names_of_files(
    tmp_path: Path, make_image: MakeImage, labelling: Labelling
) -> None:
    Image.new("RGB", (64, 64), "teal").save(tmp_path / "secret-client.png")
    use = read_reference(str(tmp_path / "secret-client.png"), SizeLimits()).use
    image = make_image(prompt="the new logo", references=(use,))
    content = encode_picture(image, labelling=labelling, keep=Keep.LABELS)
    assert b"c2pa.created" in content
    assert b"new logo" not in content
    assert b"secret-client" not in content


def test_a_reference_picture_keeps_its_credentials_inside_the_picture(
    tmp_path: Path,
    make_image: MakeImage,
    labelling: Labelling,
    signing: Signing,
    signed_png: Path,
) -> None:
    use = read_reference(str(signed_png), SizeLimits()).use
    plain = tmp_path / "plain.jpg"
    Image.new("RGB", (64, 64), "teal").save(plain)
    uses = (use, read_reference(str(plain), SizeLimits()).use)
    path = tmp_path / "from references.png"
    path.write_bytes(encode_picture(make_image(references=uses), labelling=labelling))
    verdict = verify(path, signing)
    assert verdict.standing is Standing.TRUSTED
    assert Source("Reference 1", "inputTo", signed_by="Studio Süd 南方") in verdict.sources
    assert Source("Reference 2", "inputTo") in verdict.sources


def test_another_file_in_a_references_place_is_not_made_its_origin(
    signed_png: Path, tmp_path: Path, make_image: MakeImage, labelling: Labelling, signing: Signing
) -> None:
    used = read_reference(str(signed_png), SizeLimits()).use
    other = dataclasses.replace(used, sha256="0" * 64)
    gone = dataclasses.replace(used, path=str(tmp_path / "gone.png"))
    path = tmp_path / "made of others.png"
    path.write_bytes(encode_picture(make_image(references=(other, gone)), labelling=labelling))
    sources = verify(path, signing).sources
    assert {source.title for source in sources} == {"nano", "Reference 1", "Reference 2"}
    assert not any(source.signed_by for source in sources)


# Copies --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Format.JPEG, Format.WEBP, Format.AVIF])
def test_a_copy_in_another_format_is_signed_anew_with_its_original_as_parent(
    signed_png: Path, labelling: Labelling, signing: Signing, kind: Format
) -> None:
    options = CopyOptions(kind, longest_side=48)
    verdict = verify(copied(signed_png, options, labelling), signing)
    assert verdict.standing is Standing.TRUSTED
    assert verdict.actions == ("c2pa.opened", "c2pa.resized", "c2pa.converted")
    assert verdict.sources == (Source("Original", "parentOf", signed_by="Studio Süd 南方"),)
    assert verdict.generated  # as the original's credentials say


def test_a_copy_of_a_changed_original_does_not_make_it_good(
    signed_png: Path, labelling: Labelling, signing: Signing
) -> None:
    content = bytearray(signed_png.read_bytes())
    at = content.index(b"tEXtSoftware")
    length = int.from_bytes(content[at - 4 : at])
    content[at + 4] ^= 1
    content[at + 4 + length : at + 8 + length] = zlib.crc32(content[at : at + 4 + length]).to_bytes(
        4
    )
    signed_png.write_bytes(content)
    verdict = verify(copied(signed_png, CopyOptions(Format.JPEG), labelling), signing)
    assert [source.changed for source in verdict.sources] == [True]


def test_a_copy_of_every_byte_stays_valid(
    signed_png: Path, labelling: Labelling, signing: Signing
) -> None:
    copy = copied(signed_png, CopyOptions(), labelling)
    assert copy.read_bytes() == signed_png.read_bytes()
    assert verify(copy, signing).standing is Standing.TRUSTED


def test_a_picture_of_others_without_credentials_gets_none(
    tmp_path: Path, labelling: Labelling, signing: Signing
) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(png())
    copy = copied(photo, CopyOptions(Format.JPEG), labelling)
    assert verify(copy, signing).standing is Standing.NONE


def test_the_credentials_of_others_survive_their_copy(
    tmp_path: Path, labelling: Labelling, signing: Signing
) -> None:
    photo = tmp_path / "photo.png"
    other = Signing(tmp_path / "other", "Camera").identity()
    photo.write_bytes(credentials.sign(png(), Format.PNG, manifest.made(None), other))
    verdict = verify(copied(photo, CopyOptions(Format.WEBP), labelling), signing)
    assert verdict.standing is Standing.TRUSTED
    assert verdict.sources == (Source("Original", "parentOf", signed_by="Camera"),)
    bare = verify(copied(photo, CopyOptions(Format.AVIF, keep=Keep.LABELS), labelling), signing)
    assert bare.sources == (Source("Original", "parentOf"),)  # what else it says may be private


def test_an_original_whose_credentials_are_damaged_is_only_named(
    tmp_path: Path, make_image: MakeImage, labelling: Labelling, signing: Signing, apart: None
) -> None:
    content = bytearray(encode_picture(make_image(), Format.JPEG, labelling=labelling))
    store = content.index(b"jumb")
    for at in range(store + 60, store + 900, 7):
        content[at] ^= 0xFF
    original = tmp_path / "damaged.jpg"
    original.write_bytes(content)
    verdict = verify(copied(original, CopyOptions(Format.WEBP), labelling), signing)
    assert verdict.standing is Standing.TRUSTED
    assert [(source.title, source.signed_by) for source in verdict.sources] == [("Original", "")]


def test_an_original_that_says_too_much_is_only_named(
    tmp_path: Path, labelling: Labelling, signing: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever made it must not decide how large our files are, nor how much memory they take."""
    photo = tmp_path / "photo.png"
    other = Signing(tmp_path / "other", "Camera").identity()
    photo.write_bytes(credentials.sign(png(), Format.PNG, manifest.made(None), other))
    whole = copied(photo, CopyOptions(Format.WEBP), labelling).read_bytes()
    monkeypatch.setattr(credentials_process, "_MOST_SAID_BYTES", 4500)
    short = copied(photo, CopyOptions(Format.WEBP), labelling)
    assert len(short.read_bytes()) < len(whole) - 1000
    monkeypatch.undo()
    assert verify(short, signing).sources == (Source("Original", "parentOf"),)


def test_a_report_that_nobody_could_read_is_not_taken_over(
    signed_png: Path, signing: Signing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credentials_process, "_MOST_SAID_BYTES", 100)
    verdict = verify(signed_png, signing)
    assert (verdict.standing, verdict.why) == (
        Standing.UNREADABLE,
        "they say more than anybody reads",
    )


def test_a_copy_without_metadata_has_no_credentials(
    signed_png: Path, labelling: Labelling, signing: Signing
) -> None:
    for kind in Format:
        copy = copied(signed_png, CopyOptions(kind, keep=Keep.NOTHING), labelling)
        assert verify(copy, signing) == Verdict(Standing.NONE)
        assert b"c2pa" not in copy.read_bytes()


def test_credentials_can_be_left_out_of_copies(
    signed_png: Path, labelling: Labelling, signing: Signing
) -> None:
    without = dataclasses.replace(labelling, credentials=False)
    copy = copied(signed_png, CopyOptions(Format.JPEG), without)
    assert verify(copy, signing).standing is Standing.NONE


def test_the_label_that_can_be_seen_is_drawn_before_signing(
    tmp_path: Path, make_image: MakeImage, labelling: Labelling, signing: Signing
) -> None:
    seen = dataclasses.replace(labelling, visible=VisibleLabel(Shown.EVERYWHERE))
    image = make_image(width=256, height=256)
    path = tmp_path / "labelled.png"
    path.write_bytes(encode_picture(image, labelling=seen))
    assert decode(path).convert("RGB").tobytes() != image.pixels.data
    assert verify(path, signing).standing is Standing.TRUSTED


def test_ratings_tags_and_boards_leave_the_signature_alone(
    folders: Folders, make_image: MakeImage, labelling: Labelling, signing: Signing
) -> None:
    library = Library(folders, lambda: labelling)
    library.open()
    picture = library.record(make_image()).result(30)
    before = picture.path.read_bytes()
    library.rate([picture.path], 5).result(10)
    library.tag([picture.path], add=["keep"]).result(10)
    library.put_on_board([picture.path], "Best").result(10)
    assert library.close(10)
    assert picture.path.read_bytes() == before
    assert verify(picture.path, signing).standing is Standing.TRUSTED


# What is verified ----------------------------------------------------------------------------


def change(content: bytearray, old: bytes, new: bytes) -> None:
    at = content.index(old)
    content[at : at + len(old)] = new


def test_who_is_not_trusted_may_still_be_unchanged(signed_png: Path, tmp_path: Path) -> None:
    stranger = Signing(tmp_path / "no certificates")
    assert verify(signed_png, stranger).standing is Standing.VALID


def test_whoever_got_the_public_certificate_trusts_the_signer(
    signed_png: Path, certificates: Path, tmp_path: Path
) -> None:
    elsewhere = Signing(tmp_path / "other machine", trusted=certificates / "authority.pem")
    assert verify(signed_png, elsewhere).standing is Standing.TRUSTED


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"Software", b"Softwere", "assertion.dataHash.mismatch (c2pa.hash.data)"),
        (b"c2pa.created", b"c2pa.crasted", "assertion.hashedURI.mismatch (c2pa.actions.v2)"),
        (b"claim_generator_info", b"claim_generatop_info", ""),
    ],
    ids=["picture", "assertion", "claim"],
)
def test_what_was_changed_is_named(
    signed_png: Path, signing: Signing, old: bytes, new: bytes, fault: str
) -> None:
    content = bytearray(signed_png.read_bytes())
    change(content, old, new)
    signed_png.write_bytes(content)
    verdict = verify(signed_png, signing)
    assert verdict.standing in (Standing.CHANGED, Standing.UNREADABLE)
    if fault:
        assert fault in verdict.faults


@pytest.mark.parametrize("kind", list(Format))
def test_a_file_cut_short_or_scrambled_is_never_trusted(
    tmp_path: Path,
    make_image: MakeImage,
    labelling: Labelling,
    signing: Signing,
    kind: Format,
    apart: None,
) -> None:
    whole = encode_picture(make_image(), kind, labelling=labelling)
    store = whole.index(b"jumb")
    path = tmp_path / f"broken{kind.suffix}"
    scrambled = bytearray(whole)
    for at in range(store + 60, store + 3000, 97):
        scrambled[at] ^= 0xFF
    for broken in (whole[: store + 900], bytes(scrambled)):
        path.write_bytes(broken)
        verdict = verify(path, signing)
        assert verdict.standing in (Standing.CHANGED, Standing.UNREADABLE, Standing.NONE)


def test_a_name_in_a_certificate_is_one_harmless_line(
    tmp_path: Path, make_image: MakeImage
) -> None:
    signing = Signing(tmp_path / "evil", "Evil\x1b[31m\u202e <b>name</b>")
    path = tmp_path / "made.png"
    identity = signing.identity()
    content = encode_picture(make_image())
    path.write_bytes(credentials.sign(content, Format.PNG, manifest.made(None), identity))
    assert verify(path, signing).signer.isprintable()


# Nothing is fetched ---------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """An address, and what was asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(file, "PNG")
    return file.getvalue()


def test_a_manifest_elsewhere_is_not_fetched(
    server: tuple[str, list[str]], tmp_path: Path, signing: Signing
) -> None:
    import c2pa

    address, asked = server
    identity = signing.identity()
    info = c2pa.C2paSignerInfo(
        "es256", identity.certificates.encode(), identity.key.read_bytes(), None
    )
    refers = io.BytesIO()
    context = c2pa.Context.from_dict(credentials_process.settings(identity.anchors, []))
    builder = c2pa.Builder(json.dumps(manifest.made(None).definition), context)
    builder.set_no_embed()
    builder.set_remote_url(f"{address}/manifest.c2pa")
    builder.sign(c2pa.Signer.from_info(info), "image/png", io.BytesIO(png()), refers)
    path = tmp_path / "refers.png"
    path.write_bytes(refers.getvalue())

    assert verify(path, signing).standing is Standing.NONE
    with pytest.raises(credentials.FailedApart):  # as if the file held one as well
        credentials.run_apart(
            {"ask": "verify", "path": str(path), "format": "image/png", "anchors": ""}
        )
    assert asked == []
    with pytest.raises(c2pa.C2paError):  # the library alone would have fetched it
        c2pa.Reader("image/png", io.BytesIO(refers.getvalue()))
    assert asked == ["/manifest.c2pa"]


def test_a_time_stamp_server_is_asked_if_the_user_names_one(
    server: tuple[str, list[str]], signing: Signing
) -> None:
    address, asked = server
    with pytest.raises(CredentialsError):  # for this one stamps nothing
        credentials.sign(
            png(), Format.PNG, manifest.made(None), signing.identity(), f"{address}/stamp"
        )
    assert asked
    assert set(asked) == {"/stamp"}


# Signing fails, and the picture is saved all the same -------------------------------------------


def unsigned(content: bytes, problems: list[Problem], words: str) -> None:
    assert b"c2pa.created" not in content
    assert Image.open(io.BytesIO(content)).size == (64, 96)
    assert len(problems) == 1
    assert words in f"{problems[0].why} {problems[0].remedy}"


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("key", "key"),
        ("no key", "cannot be read"),
        ("other key", "is none of"),
        ("password", "password"),
        ("certificate", "PEM"),
        ("expired", "expired"),
        ("half", "one of them is not named"),
        ("folder", "No certificate can be made"),
        ("purpose", "could not be signed"),
    ],
)
def test_a_broken_signer_costs_no_picture_and_is_told_of_once(
    tmp_path: Path, make_image: MakeImage, broken: str, words: str
) -> None:
    problems: list[Problem] = []
    labelling = Labelling(
        credentials=True, signer=Signer(broken_signing(tmp_path, broken), problems.append)
    )
    for _ in range(2):
        unsigned(encode_picture(make_image(), labelling=labelling), problems, words)
    assert problems[0].kind == "credentials"


def broken_signing(folder: Path, how: str) -> Signing:
    home = folder / "signer"
    if how == "folder":
        home.write_text("a file")
        return Signing(home)
    key = local_identity(home, "Somebody").key
    certificate = key.with_name("certificate.pem")
    if how == "half":
        return Signing(home, certificates=certificate)
    if how == "key":
        key.write_text("no key")
    elif how == "no key":
        key.unlink()
    elif how == "other key":
        key.write_bytes(local_identity(folder / "other", "Somebody").key.read_bytes())
    elif how == "password":
        key.write_bytes(own_key(b"secret")[1])
    elif how == "certificate":
        certificate.write_text("none")
    else:
        certificate.write_bytes(own_chain(key, how))
    return Signing(home, certificates=certificate, key=key)


def test_without_the_library_pictures_are_saved_and_the_user_told_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, make_image: MakeImage, signing: Signing, tmp_path: Path
) -> None:
    signed_before = tmp_path / "signed.png"
    signer = Signer(signing, pytest.fail)
    labelling = Labelling(credentials=True, signer=signer)
    signed_before.write_bytes(encode_picture(make_image(), labelling=labelling))
    monkeypatch.setattr(credentials, "find_spec", lambda name: None)
    problems: list[Problem] = []
    labelling = Labelling(credentials=True, signer=Signer(signing, problems.append))
    unsigned(encode_picture(make_image(), labelling=labelling), problems, credentials.INSTALL)
    assert verify(signed_before, signing).standing is Standing.UNCHECKED


@pytest.mark.parametrize(
    "end",
    ["os.abort()", "time.sleep(60)", """print('{"answer": 9000}'); print('half of it')"""],
    ids=["dies", "hangs", "is ended as it writes"],
)
def test_a_process_that_fails_costs_no_picture(
    monkeypatch: pytest.MonkeyPatch,
    make_image: MakeImage,
    signing: Signing,
    tmp_path: Path,
    signed_png: Path,
    end: str,
    apart: None,
) -> None:
    program = tmp_path / "process.py"
    program.write_text(f"import os, time\n{end}\n")
    monkeypatch.setattr(credentials_process, "__file__", str(program))
    monkeypatch.setattr(credentials, "_LONGEST_S", 0.5)
    problems: list[Problem] = []
    labelling = Labelling(credentials=True, signer=Signer(signing, problems.append))
    unsigned(encode_picture(make_image(), labelling=labelling), problems, "could not be signed")
    assert verify(signed_png, signing).standing is Standing.UNREADABLE


# Certificates ----------------------------------------------------------------------------------


def own_key(password: bytes | None = None) -> tuple[object, bytes]:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP384R1())
    secrecy = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    form = serialization.PrivateFormat.PKCS8
    return key, key.private_bytes(serialization.Encoding.PEM, form, secrecy)


def own_chain(key_file: Path, how: str = "") -> bytes:
    """A certificate for a key, and its authority's; expired or for another purpose if asked."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    from glm_studio.library import certificate_making as making

    key = serialization.load_pem_private_key(key_file.read_bytes(), None)
    authority_key, _ = own_key()
    names = [x509.NameAttribute(NameOID.COMMON_NAME, "The company")]
    names.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, "The company"))
    name = x509.Name(names)
    authority = making._authority(authority_key, name)
    purpose = ExtendedKeyUsageOID.EMAIL_PROTECTION
    if how == "purpose":
        purpose = ExtendedKeyUsageOID.SERVER_AUTH
    begins = datetime.now(UTC) - timedelta(days=9)
    ends = begins + timedelta(days=1 if how == "expired" else 90)
    issued_by = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    signer = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(making._usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([purpose]), critical=False)
        .add_extension(issued_by, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    return signer.public_bytes(pem) + authority.public_bytes(pem)


def test_the_users_own_certificate_signs(tmp_path: Path, make_image: MakeImage) -> None:
    key, chain = tmp_path / "key.pem", tmp_path / "chain.pem"
    key.write_bytes(own_key()[1])
    chain.write_bytes(own_chain(key))
    signing = Signing(tmp_path / "none", certificates=chain, key=key)
    labelling = Labelling(credentials=True, signer=Signer(signing, lambda p: pytest.fail(str(p))))
    path = tmp_path / "made.webp"
    path.write_bytes(encode_picture(make_image(), Format.WEBP, labelling=labelling))
    verdict = verify(path, signing)
    assert (verdict.standing, verdict.signer) == (Standing.TRUSTED, "The company")


def test_the_private_key_is_for_the_user_alone_and_in_no_picture(
    certificates: Path, signed_png: Path
) -> None:
    key = certificates / "key.pem"
    if os.name == "posix":
        assert key.stat().st_mode & 0o077 == 0
        assert certificates.stat().st_mode & 0o077 == 0
    secret = key.read_text().splitlines()[1]
    assert secret.encode() not in signed_png.read_bytes()
    assert not any("KEY" in file.read_text() for file in certificates.glob("*authority.pem"))


def test_a_new_name_is_a_new_certificate_and_old_pictures_stay_trusted(
    tmp_path: Path, make_image: MakeImage
) -> None:
    old = Signing(tmp_path / "own", "Anna")
    path = tmp_path / "made.png"
    path.write_bytes(
        credentials.sign(
            encode_picture(make_image()), Format.PNG, manifest.made(None), old.identity()
        )
    )
    new = Signing(tmp_path / "own", "Anna & Ben")
    assert new.identity().name == "Anna & Ben"
    assert new.identity() == new.identity()  # made once
    assert old.identity().name == "Anna"
    verdict = verify(path, new)
    assert (verdict.standing, verdict.signer) == (Standing.TRUSTED, "Anna")


def test_a_making_that_was_interrupted_is_made_anew(tmp_path: Path) -> None:
    key = local_identity(tmp_path, "Anna").key
    certificate = key.with_name("certificate.pem")
    certificate.unlink()
    key.write_text("")
    identity = local_identity(tmp_path, "Anna")
    assert identity.expires > datetime.now(UTC) + timedelta(days=3000)
    assert read_identity(certificate, key).name == "Anna"
