"""Records: classes of typed, slotted, by default frozen values, like the standard library's dataclasses.

Why not dataclasses: making one frozen slotted dataclass takes 0.6 ms, and a run of this program needs some fifty
classes of values before it can read a figure; that was a third of its time. A record class takes a tenth of that,
because everything but its ``__init__`` is shared, and the code of that by all classes of one shape. The part of the
interface that is here is the same: `field` (default, default_factory, compare, repr), `replace`, ``__post_init__``,
``__match_args__``.

    class Span(Record):
        start: int
        end: int = 0

    class Row(Record, frozen=False):
        cells: list[int] = field(default_factory=list)
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar, dataclass_transform

    T = TypeVar("T")
else:  # see jsrules.base.language

    def dataclass_transform(**_: object) -> Callable[[type], type]:
        """What typing calls so; only a type checker reads it."""
        return lambda each: each


_MISSING: Any = object()

_FUNCTION: Any = type(lambda: None)  # types.FunctionType; every start would pay for importing types


class _Field:
    """What `field` was told about a field."""

    __slots__ = ("compare", "default", "default_factory", "repr")

    def __init__(self, default: Any, default_factory: Any, compare: bool, repr: bool) -> None:  # noqa: A002
        self.default = default
        self.default_factory = default_factory
        self.compare = compare
        self.repr = repr


def _nothing(_: object) -> tuple[()]:
    """What records without fields are compared by."""
    return ()


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
    __key__: Callable[[Any], Any]
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
        cls.__key__ = attrgetter(*cls.__compared__) if cls.__compared__ else _nothing
        cls.__shown__ = tuple(each for each in names if specs[each].repr)
        if names:
            type.__setattr__(cls, "__match_args__", names)
            cls.__init__ = _init_of(cls, specs, frozen, "__post_init__" in namespace)  # type: ignore[misc]
        if not frozen:
            cls.__setattr__ = object.__setattr__  # type: ignore[assignment]
            cls.__delattr__ = object.__delattr__  # type: ignore[assignment]
            cls.__hash__ = None  # type: ignore[assignment]
        return cls


def _init_of(cls: Any, specs: dict[str, _Field], frozen: bool, post: bool) -> Callable[..., None]:
    """An ``__init__`` that has the class's own compiled when its first record is made;
    a run makes none of a third of them.
    """

    def make_first(self: object, *values: Any, **named: Any) -> None:
        cls.__init__ = _make_init(cls, specs, frozen, post)
        cls.__init__(self, *values, **named)

    return make_first


_shapes: dict[str, Any] = {}
"""The code of an ``__init__`` by its text, in which fields have numbers for names: many classes share one."""


def _make_init(cls: type, specs: dict[str, _Field], frozen: bool, post: bool) -> Callable[..., None]:
    """The class's ``__init__``, compiled once for all classes of its shape; then its fields get their names."""
    scope: dict[str, Any] = {"_missing": _MISSING}
    names, defaults, body = {}, [], []
    for number, (name, spec) in enumerate(specs.items()):
        short = value = f"_{number}"
        names[short] = name
        if spec.default_factory is not _MISSING:
            scope[f"_make{short}"] = spec.default_factory
            defaults.append(_MISSING)
            value = f"_make{short}() if {short} is _missing else {short}"
        elif spec.default is not _MISSING:
            defaults.append(spec.default)
        elif defaults:
            raise TypeError(f"{cls.__name__}.{name} has no default and follows a field that has one")
        if frozen:
            scope[f"_set{short}"] = getattr(cls, name).__set__
            body.append(f" _set{short}(self, {value})")
        else:
            body.append(f" self.{short} = {value}")
    if post:
        body.append(" self.__post_init__()")
    text = f"def __init__(self, {', '.join(names)}):\n" + "\n".join(body)
    code = _shapes.get(text)
    if code is None:
        exec(text, scope)
        code = _shapes[text] = scope["__init__"].__code__
    named = code.replace(
        co_varnames=tuple(names.get(each, each) for each in code.co_varnames),
        co_names=tuple(names.get(each, each) for each in code.co_names),
    )
    made: Callable[..., None] = _FUNCTION(named, scope, "__init__", tuple(defaults))
    return made


class Record(metaclass=RecordType):
    """The base of all records: equal when of one class with equal fields, shown by its fields, frozen."""

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other):
            return NotImplemented
        key = type(self).__key__
        same: bool = key(self) == key(other)
        return same

    def __hash__(self) -> int:
        return hash((type(self), type(self).__key__(self)))

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
