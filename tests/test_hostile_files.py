"""What no writer of ours wrote: refused before memory is asked for, with one of two exceptions."""

import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from repalign._support.files import load_arrays


def npz(path, content, name="x.npy", **options):
    with zipfile.ZipFile(path, "w", **options) as archive:
        archive.writestr(name, content)
    return path


def npy(header, data=b"", major=1):
    """A .npy file with any text as its header."""
    header = header.encode("latin1")
    return (
        b"\x93NUMPY"
        + bytes([major, 0])
        + struct.pack("<H" if major == 1 else "<I", len(header))
        + header
        + data
    )


def claims(shape, descr="'<f8'"):
    return npy(f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}}}", bytes(80))


def refused(path, expected):
    """Refused, in little memory."""
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match=expected):
            load_arrays(path)
        assert tracemalloc.get_traced_memory()[1] < 30e6
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "shape", ["(10**12,)", "(1000000000000,)", "(-1,)", "(-2, -5)", "(9,)", "(2**70, 2**70)"]
)
def test_a_claimed_shape_that_the_file_does_not_hold_is_refused(tmp_path, shape):
    refused(npz(tmp_path / "a.npz", claims(shape)), r"a\.npz is damaged")


def test_a_bomb_is_refused(tmp_path):
    size = 300 * 2**20
    head = npy(f"{{'descr': '|u1', 'fortran_order': False, 'shape': ({size},)}}")
    archive = zipfile.ZipFile(tmp_path / "a.npz", "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with archive, archive.open("x.npy", "w") as member:
        member.write(head)
        for _ in range(300):
            member.write(bytes(2**20))
    assert (tmp_path / "a.npz").stat().st_size < 2e6
    refused(
        tmp_path / "a.npz",
        r"would unpack to 314572\d+, more than 100 times as many; .* save it with np.savez",
    )


def test_a_file_larger_than_the_disk_is_refused(tmp_path):
    """The table of contents claims 4 GB of a stored array of 80 bytes."""
    content = claims("(10,)")
    whole = bytearray(npz(tmp_path / "a.npz", content).read_bytes())
    at = whole.index(b"PK\x01\x02") + 20
    whole[at : at + 8] = struct.pack("<II", 2**32 - 2, 2**32 - 2)
    (tmp_path / "a.npz").write_bytes(whole)
    refused(tmp_path / "a.npz", "would unpack to 4294967294")


def test_an_encrypted_file_is_refused(tmp_path):
    whole = bytearray(npz(tmp_path / "a.npz", claims("(10,)")).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(mark) + offset] |= 1
    (tmp_path / "a.npz").write_bytes(whole)
    refused(tmp_path / "a.npz", "x.npy is encrypted, or packed by another method than numpy's")


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods_of_packing_are_refused(tmp_path, method):
    refused(
        npz(tmp_path / "a.npz", claims("(10,)"), compression=method),
        "packed by another method than numpy's",
    )


def test_two_arrays_of_one_name_are_refused(tmp_path):
    with (
        zipfile.ZipFile(tmp_path / "a.npz", "w") as archive,
        pytest.warns(UserWarning, match="Duplicate"),
    ):
        archive.writestr("x.npy", claims("(10,)"))
        archive.writestr("x.npy", claims("(10,)"))
    refused(tmp_path / "a.npz", "of 1 arrays of different names")


@pytest.mark.parametrize(
    "header",
    [
        "",
        "{",
        "(" * 9000,
        "-" * 9000 + "1",
        "[" * 150 + "]" * 150,
        "{'descr': '<f8'}",
        "'\\ud800'",
        "\x00",
        "1_",
        "{1: 2}",
    ],
)
@pytest.mark.parametrize("major", [1, 2, 3, 9])
def test_headers_that_are_none_are_refused(tmp_path, header, major):
    refused(npz(tmp_path / "a.npz", npy(header, major=major)), r"a\.npz is damaged")


@given(
    st.binary(max_size=300)
    | st.builds(
        npy,
        st.text(st.characters(max_codepoint=255), max_size=200),
        st.binary(max_size=64),
        st.integers(1, 3),
    )
    | st.builds(
        claims,
        st.tuples(st.integers(-9, 2**65), st.integers(-9, 9)),
        st.sampled_from(
            [
                "'<f8'",
                "'O'",
                "'<U9'",
                "[('a', '<f8')]",
                "'V0'",
                "'M8[s]'",
                "'x'",
                "3",
                "[[]]",
                "('<f8', (3, 3))",
            ]
        ),
    ),
    st.booleans(),
)
def test_only_value_errors_and_os_errors_get_out(tmp_path_factory, content, packed):
    path = tmp_path_factory.mktemp("fuzz") / "a.npz"
    if packed:
        npz(path, content)
    else:
        path.write_bytes(content)
    try:
        load_arrays(path)
    except (ValueError, OSError) as error:
        assert "a.npz" in str(error)
