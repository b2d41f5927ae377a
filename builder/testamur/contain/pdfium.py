"""PDFium, compiled to WebAssembly: the same bytes that the browser runs (site/verifier/pdf.js).

The one idea: it is given a file and a memory of its own, and nothing else. It reaches no disk, clock or network, may
not take more memory than a limit allows, and its instructions are counted; whatever it does, the answer is what is
attached or a reason.
"""

from collections.abc import Callable
from contextlib import closing
from functools import cache
from typing import Any, Final, NoReturn, cast

import wasmtime

from testamur.contain.faults import ContainError
from testamur.vendored import limits

_LOCKED: Final = frozenset({4, 5})  # what FPDF_GetLastError says of a file that is not opened without a password
_MEMORY_UNIT: Final = 65536
_NUMBER: Final = 0xFFFFFFFF


class _RefusedError(Exception):
    """The program asked for what it is not given."""


def attachments(data: bytes, program: bytes) -> tuple[bytes, ...]:
    """The contents of all files attached to a PDF that can be had, in the order of their names.

    `data` may be any bytes, `program` is the one of `vendored.pdf_program`. Raises ContainError with `pdf_malformed`,
    `pdf_encrypted`, `pdf_too_costly`, or `container_ambiguous` where there are more than are looked at. Not checked:
    anything else of the file.
    """
    # Its memory is given back at once: the garbage collector would take its time, and each file has one of its own.
    with closing(_Running(*_compiled(program))) as running:
        try:
            found = tuple(running.attachments(data))
        except (wasmtime.WasmtimeError, wasmtime.Trap, _RefusedError) as cause:
            raise ContainError("pdf_too_costly" if running.wanted_more else "pdf_malformed") from cause
        except ContainError as cause:
            if running.wanted_more:
                raise ContainError("pdf_too_costly") from cause
            raise
        # What it could not have, it may have gone on without.
        if running.wanted_more:
            raise ContainError("pdf_too_costly")
        return found


@cache
def _compiled(program: bytes) -> tuple[wasmtime.Engine, wasmtime.Module]:
    config = wasmtime.Config()
    config.consume_fuel = True
    # It runs for milliseconds and is translated for seconds, so what is translated sooner is done sooner.
    config.cranelift_opt_level = "none"
    config.cranelift_flag_set("regalloc_algorithm", "single_pass")
    engine = wasmtime.Engine(config)
    return engine, wasmtime.Module(engine, program)


class _Running:
    """The program in a memory of its own, for one file."""

    def __init__(self, engine: wasmtime.Engine, module: wasmtime.Module) -> None:
        self._grew_too_far = False
        self._store = wasmtime.Store(engine)
        self._store.set_fuel(limits().max_pdf_steps)
        linker = wasmtime.Linker(engine)
        for each in module.imports:
            if isinstance(each.type, wasmtime.FuncType):
                linker.define_func(each.module, each.name or "", each.type, self._answer(each.name or ""))
        self._exports = linker.instantiate(self._store, module).exports(self._store)
        self._memory = cast("wasmtime.Memory", self._exports["memory"])

    def close(self) -> None:
        """Give the memory back."""
        self._store.close()

    @property
    def wanted_more(self) -> bool:
        """Whether it asked for more memory than there is for it, or for more time."""
        return self._grew_too_far or self._store.get_fuel() == 0

    def attachments(self, data: bytes) -> list[bytes]:
        """What is in the tree of names of embedded files."""
        self._call("__wasm_call_ctors")
        self._call("FPDF_InitLibrary")
        file_at = self._room(len(data))
        self._memory.write(self._store, data, file_at)
        document = self._call("FPDF_LoadMemDocument", file_at, len(data), 0)
        if document == 0:
            raise ContainError("pdf_encrypted" if self._call("FPDF_GetLastError") in _LOCKED else "pdf_malformed")
        count = self._call("FPDFDoc_GetAttachmentCount", document)
        if count > limits().max_pdf_attachments:
            raise ContainError("container_ambiguous")
        size_at = self._room(4)
        found = []
        for index in range(count):
            attachment = self._call("FPDFDoc_GetAttachment", document, index)
            if attachment == 0 or self._call("FPDFAttachment_GetFile", attachment, 0, 0, size_at) == 0:
                continue
            size = int.from_bytes(self._read(size_at, 4), "little")
            content_at = self._room(size)
            if self._call("FPDFAttachment_GetFile", attachment, content_at, size, size_at) != 0:
                found.append(self._read(content_at, size))
        return found

    def _call(self, name: str, *values: int) -> int:
        """What an exported function gives, as a number without a sign; 0 where it gives nothing."""
        result = cast("wasmtime.Func", self._exports[name])(self._store, *values)
        return 0 if result is None else result & _NUMBER

    def _room(self, size: int) -> int:
        at = self._call("malloc", max(size, 1))
        if at == 0:
            self._grew_too_far = True
            raise _RefusedError
        return at

    def _read(self, at: int, size: int) -> bytes:
        return bytes(self._memory.read(self._store, at, at + size))

    def _answer(self, name: str) -> Callable[..., int | None]:
        """What it is given where it asks for something outside: an end, for all that a file can be opened without."""
        known: dict[str, Callable[..., int | None]] = {
            "_emscripten_memcpy_js": self._copy,
            "emscripten_resize_heap": self._grow,
            "environ_get": lambda *_: 0,
            "environ_sizes_get": self._no_environment,
        }
        return known.get(name, _refuse)

    def _copy(self, to: int, start: int, size: int) -> None:
        content = self._memory.read(self._store, start & _NUMBER, (start & _NUMBER) + (size & _NUMBER))
        self._memory.write(self._store, content, to & _NUMBER)

    def _grow(self, asked: int) -> int:
        wanted = asked & _NUMBER
        if wanted > limits().max_pdf_memory_bytes:
            self._grew_too_far = True
            return 0
        missing = -(-wanted // _MEMORY_UNIT) - self._memory.size(self._store)
        if missing > 0:
            self._memory.grow(self._store, missing)
        return 1

    def _no_environment(self, *places: int) -> int:
        for at in places:
            self._memory.write(self._store, bytes(4), at & _NUMBER)
        return 0


def _refuse(*_: Any) -> NoReturn:
    raise _RefusedError
