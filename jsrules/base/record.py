"""Records: classes of typed, slotted, by default frozen values, like the standard library's dataclasses.

Why not dataclasses: making one frozen slotted dataclass takes 0.6 ms, and a run of this program needs some fifty classes of
values before it can read a figure; that was a third of its time. A record class takes a tenth of that, because
everything but its ``__init__`` is shared. The part of the interface that is here is the same: `field` (default, default_factory,
compare, repr), `replace`, ``__post_init__``, ``__match_args__``.

    class Span(Record):
        start: int
        end: int = 0

    class Row(Record, frozen=False):
        cells: list[int] = field(default_factory=list)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")
_MISSING: Any = object()


class _Field:
    """What `field` was told about a field."""

    __slots__ = ("compare", "default", "default_factory", "repr")

    def __init__(self, default: Any, default_factory: Any, compare: bool, repr: bool) -> None:  # noqa: A002
        self.default = default
        self.default_factory = default_factory
        self.compare = compare
        self.repr = repr


def field(
    *,
    default: Any = _MISSING,
    default_factory: Callable[[], Any] | Any = _MISSING,
    compare: bool = True,
    repr: bool = True,  # noqa: A002
) -> Any:
    """A field with a default made anew for each record, or one that is left out of comparison or of the text form."""
    return _Field(default, default_factory, compare, repr)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
class RecordType(type):
    """Makes record classes; ``frozen=False`` in the class's arguments lets its fields be assigned."""

    __record_fields__: tuple[str, ...]
    __compared__: tuple[str, ...]
    __shown__: tuple[str, ...]

    def __new__(
        mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], *, frozen: bool = True
    ) -> RecordType:
        """Make the class: slots from its annotations, and an ``__init__`` that takes them in order."""
        names = tuple(namespace.get("__annotations__", ()))
        specs: dict[str, _Field] = {}
        for each in names:
            given = namespace.pop(each, _MISSING)
            specs[each] = given if isinstance(given, _Field) else _Field(given, _MISSING, True, True)
        namespace["__slots__"] = names
        cls = super().__new__(mcs, name, bases, namespace)
        cls.__record_fields__ = names
        cls.__compared__ = tuple(each for each in names if specs[each].compare)
        cls.__shown__ = tuple(each for each in names if specs[each].repr)
        if names:
            type.__setattr__(cls, "__match_args__", names)
            cls.__init__ = _later_init(cls, specs, frozen, "__post_init__" in namespace)  # type: ignore[misc]
        if not frozen:
            cls.__setattr__ = object.__setattr__  # type: ignore[assignment]
            cls.__delattr__ = object.__delattr__  # type: ignore[assignment]
            cls.__hash__ = None  # type: ignore[assignment]
        return cls


def _later_init(cls: type, specs: dict[str, _Field], frozen: bool, post: bool) -> Callable[..., None]:
    """An ``__init__`` that gives its place to the real one when the first record is made: in most runs many never are."""

    def init(self: Any, *values: Any, **named: Any) -> None:
        made = _make_init(cls, specs, frozen, post)
        type.__setattr__(cls, "__init__", made)
        made(self, *values, **named)

    return init


def _make_init(cls: type, specs: dict[str, _Field], frozen: bool, post: bool) -> Callable[..., None]:
    """The class's ``__init__``, compiled from its fields' names alone, which are identifiers of the source."""
    scope: dict[str, Any] = {"_missing": _MISSING}
    parameters, body = ["self"], []
    for name, spec in specs.items():
        value = name
        if spec.default_factory is not _MISSING:
            scope[f"_make_{name}"] = spec.default_factory
            parameters.append(f"{name}=_missing")
            value = f"_make_{name}() if {name} is _missing else {name}"
        elif spec.default is not _MISSING:
            scope[f"_default_{name}"] = spec.default
            parameters.append(f"{name}=_default_{name}")
        else:
            parameters.append(name)
        if frozen:
            scope[f"_set_{name}"] = getattr(cls, name).__set__
            body.append(f" _set_{name}(self, {value})")
        else:
            body.append(f" self.{name} = {value}")
    if post:
        body.append(" self.__post_init__()")
    exec(f"def __init__({', '.join(parameters)}):\n" + "\n".join(body), scope)
    made: Callable[..., None] = scope["__init__"]
    return made


class Record(metaclass=RecordType):
    """The base of all records: equal when of one class with equal fields, shown by its fields, frozen."""

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        # Without recursion: a sum of ten thousand terms is a tree as deep.
        pairs: list[tuple[Any, Any]] = [(self, other)]
        while pairs:
            one, two = pairs.pop()
            if one is two:
                continue
            kind = type(one)
            if isinstance(one, Record):
                if kind is not type(two):
                    return False
                pairs += [(getattr(one, name), getattr(two, name)) for name in kind.__compared__]
            elif kind is tuple or kind is list:
                if kind is not type(two) or len(one) != len(two):
                    return False
                pairs += zip(one, two, strict=True)
            elif one != two:
                return False
        return True

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in type(self).__compared__)))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self).__shown__)
        return f"{type(self).__qualname__}({shown})"

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"cannot assign to field {name!r} of a {type(self).__name__}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"cannot delete field {name!r} of a {type(self).__name__}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), tuple(getattr(self, name) for name in type(self).__record_fields__)


def replace(record: T, /, **changes: Any) -> T:
    """A copy of a record with some fields changed."""
    names: tuple[str, ...] = type(record).__record_fields__  # type: ignore[attr-defined]
    values = [changes.pop(name) if name in changes else getattr(record, name) for name in names]
    if changes:
        raise TypeError(f"{type(record).__name__} has no field {', '.join(changes)}")
    return type(record)(*values)
