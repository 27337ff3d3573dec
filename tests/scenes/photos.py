"""Photos as a phone makes them, with the place they were taken at."""

import struct


def exif(order: str = ">") -> bytes:
    """A camera's name, and a place: latitude and longitude in words outside of the entries."""
    mark = b"MM\0*" if order == ">" else b"II*\0"
    latitude = struct.pack(f"{order}6I", 34, 1, 2, 1, 2718, 100)
    longitude = struct.pack(f"{order}6I", 113, 1, 49, 1, 5432, 100)
    make = b"HUAWEI\0\0"
    first = struct.pack(f"{order}H", 2)
    first += struct.pack(f"{order}HHII", 0x010F, 2, 7, 38)
    first += struct.pack(f"{order}HHII", 0x8825, 4, 1, 46) + bytes(4)
    gps = struct.pack(f"{order}H", 3)
    gps += struct.pack(f"{order}HHI4s", 1, 2, 2, b"N\0\0\0")
    gps += struct.pack(f"{order}HHII", 2, 5, 3, 88)
    gps += struct.pack(f"{order}HHII", 4, 5, 3, 112) + bytes(4)
    head = mark + struct.pack(f"{order}I", 8)
    return head + first + make + gps + latitude + longitude


def jpeg(tiff: bytes) -> bytes:
    piece = b"Exif\0\0" + tiff
    return (
        b"\xff\xd8\xff\xe1" + struct.pack(">H", len(piece) + 2) + piece
        + b"\xff\xdb\x00\x04ab" + b"picture" * 9 + b"\xff\xd9"
    )  # fmt: skip
