"""Named tuples that cost little to declare, for modules that every start loads.

Why not typing's: it compiles each class when its module is loaded, a fifth of a millisecond for each, and a run has
some two dozen. Here that waits for the first tuple of the class, as `jsrules.base.record` does with records. What a
type checker reads is typing's.
"""

from __future__ import annotations

from collections.abc import Iterable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NamedTuple
else:
    from collections import _tuplegetter

    class _Named(tuple):
        """What all named tuples have."""

        __slots__ = ()
        _fields: tuple[str, ...] = ()

        @classmethod
        def _make(cls, values: Iterable[Any]) -> Any:
            """A tuple of a sequence of all values."""
            return cls(*values)

        def _replace(self, **changes: Any) -> Any:
            """A copy with some fields changed."""
            made = type(self)(*[changes.pop(name, value) for name, value in zip(self._fields, self, strict=True)])
            if changes:
                raise ValueError(f"{type(self).__name__} has no field {', '.join(changes)}")
            return made

        def _asdict(self) -> dict[str, Any]:
            """The values by the names of their fields."""
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            shown = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({shown})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

    class _NamedType(type):
        """Makes the classes: fields from annotations, values from the class body as defaults."""

        def __new__(mcs, name: str, _: tuple[type, ...], namespace: dict[str, Any]) -> type:
            fields = tuple(namespace.get("__annotations__", ()))
            defaults = tuple([namespace.pop(each) for each in fields if each in namespace])
            for number, each in enumerate(fields):
                namespace[each] = _tuplegetter(number, "")
            namespace |= {"__slots__": (), "_fields": fields, "__match_args__": fields}
            namespace["_field_defaults"] = dict(zip(fields[len(fields) - len(defaults) :], defaults, strict=True))
            namespace["__new__"] = _first_of(fields, defaults)
            return type(name, (_Named,), namespace)

    def _first_of(fields: tuple[str, ...], defaults: tuple[Any, ...]) -> Any:
        """A ``__new__`` that has the class's own compiled when its first tuple is made."""

        def make_first(cls: type, *values: Any, **named: Any) -> Any:
            given = "".join(f", {each}" for each in fields)
            made = eval(f"lambda _cls{given}: _new(_cls, ({given[2:]},))", {"_new": tuple.__new__})
            made.__defaults__ = defaults
            made.__name__ = "__new__"
            next(each for each in cls.__mro__ if each.__dict__.get("_fields") == fields).__new__ = made
            return made(cls, *values, **named)

        return make_first

    NamedTuple = type.__new__(_NamedType, "NamedTuple", (), {})

__all__ = ["NamedTuple"]
