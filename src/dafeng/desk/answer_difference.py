"""``dafeng diff``: how is what changed between two builds told to readers and to programs?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from dafeng.desk.answers import Answer, AnswerTable, columns, records
from dafeng.desk.differing import Differed
from dafeng.desk.earlier_results import Source
from dafeng.errors import Place
from dafeng.language import Text, same
from dafeng.plan.figure_changes import GROUPS, FigureChange, form_of
from dafeng.plan.input_groups import INPUT_GROUPS
from dafeng.plan.peak_credit import OUTCOMES, Move, PeakCredit
from dafeng.plan.quantities import YEARS, Quantity, no_value
from dafeng.plan.row_changes import ChangeKind, RowChange, Value, table_name
from dafeng.scenarios.defaults import name_of

#: So many lines of changed rows are shown unless more is asked for.
SHOWN: Final = 100

_KINDS: Final = {
    ChangeKind.ADDED: Text("新增", "added"),
    ChangeKind.REMOVED: Text("删除", "removed"),
    ChangeKind.CHANGED: Text("修改", "changed"),
}

#: A change of a share is no share.
_POINTS: Final = {
    "share": Text("个百分点", "points"),
    "probability": Text("个百分点", "points"),
    "rate": Text("个百分点/年", "points a year"),
}
_NOTHING: Final = Text("没有差别", "nothing differs")
_CREDITS: Final = Text(
    "各组输入的份额取 Shapley 值：对所有先后次序取平均，合计等于总变动；"
    "期内不达峰的抽样以期末年计；± 为抽样标准误差",
    "the credit of an input group is its Shapley value: its mean addition over all orders, and "
    "the credits sum to the change; a draw without a peak inside the horizon counts with its last "
    "year; ± is the standard error of sampling",
)


def answer(found: Differed) -> Answer:
    """Return what differs as tables for readers."""
    rows = found.found.rows
    tables = (
        _sides(found.before, found.after),
        *((_summary(rows.changes, rows.equal), _rows(rows.changes)) if rows else ()),
        *(_why(found.found.credit) if found.found.credit else ()),
        _figures(found.found.figures.changes),
    )
    return Answer(
        "diff",
        found.after.place,
        tuple(table for table in tables if table.rows),
        (),
        tuple(remarks_of(found)),
        found.faults,
    )


def remarks_of(found: Differed) -> Iterator[Text]:
    """Yield what a reader must know."""
    if found.found.empty:
        yield _NOTHING
    figures, rows = found.found.figures, found.found.rows
    yield Text(
        f"结果数字：{len(figures.changes)} 项不同，{figures.equal} 项相同，"
        f"{figures.alike} 项之差小于打印的末位",
        f"figures: {len(figures.changes)} differ, {figures.equal} are equal, {figures.alike} "
        "differ by less than the last digit that is printed",
    )
    if rows:
        equal = sum(rows.equal.values())
        yield Text(
            f"填报的行：{len(rows.changes)} 行不同，{equal} 行相同",
            f"rows handed in: {len(rows.changes)} differ, {equal} are equal",
        )
        if _rows(rows.changes).long:
            yield Text(
                "不同的行较多，未逐行列出；用 --all 列出",
                "the rows that differ are many and not listed; --all lists them",
            )
    if found.found.credit:
        yield _CREDITS
        yield from _joined(found.found.credit)
    yield from found.found.remarks
    yield from found.remarks


def _joined(credit: PeakCredit) -> Iterator[Text]:
    if credit.joined:
        why = credit.joined
        yield Text(
            f"有的输入不能单独调换（{why.zh}），已合为一组",
            f"some inputs cannot be swapped alone ({why.en}) and are taken together",
        )


def _sides(before: Source, after: Source) -> AnswerTable:
    rows = [
        (word, side.path, side.provenance.get("version"), side.provenance.get("seed"),
         side.provenance.get("draws"), str(side.provenance.get("input_hash"))[:12])
        for word, side in ((Text("前", "before"), before), (Text("后", "after"), after))
    ]  # fmt: skip
    heads = columns(
        ("side", "次序", "side"),
        ("path", "路径", "path"),
        ("version", "版本", "version"),
        ("seed", "种子", "seed"),
        ("draws", "抽样数", "draws"),
        ("hash", "档案哈希", "hash of the dossier"),
    )
    return AnswerTable("sides", Text("比较的两者", "What is compared"), heads, records(rows))


def _why(credit: PeakCredit) -> Iterator[AnswerTable]:
    """Yield a table for each outcome: scenarios down, inputs across."""
    for outcome, (name, unit) in OUTCOMES.items():
        moves = [m for m in credit.moves if m.outcome == outcome]
        heads = columns(
            ("scenario", "情景", "scenario"),
            ("input", "输入", "input"),
            ("before", "前", "before"),
            ("after", "后", "after"),
            ("change", "变动", "change"),
            ("noise", "±", "±"),
        )
        title = Text(
            f"{name.zh}为何变动（{credit.runs} 次联合运行，各 {credit.draws} 次抽样）",
            f"Why the {name.en} moved ({credit.runs} joint runs of {credit.draws} draws)"
            if outcome != "by_goal"
            else f"Why {name.en} moved ({credit.runs} joint runs of {credit.draws} draws)",
        )
        rows = [line for move in moves for line in _move_lines(move, credit.players, unit)]
        yield AnswerTable(f"why_{outcome}", title, heads, records(rows))


def _move_lines(
    move: Move, players: Sequence[tuple[str, ...]], unit: str
) -> Iterator[tuple[Text | None, ...]]:
    values = (move.before, move.after)
    kind, factor = form_of(unit, values)
    level = form_of("year" if move.outcome == "year" else unit, values)
    shown = [no_value() if v is None else level[0].write(v * level[1]) for v in values]
    story = name_of(move.scenario)
    whole = _signed(less(*values), kind, factor)
    yield story, Text("合计", "in all"), *shown, whole, _size(move.change_noise, kind, factor)
    for at, player in enumerate(players):
        effect = None if move.effects is None else move.effects[at]
        noise = move.noise[at] if move.noise else None
        yield (
            None,
            player_name(player),
            None,
            None,
            _signed(effect, kind, factor),
            _size(noise, kind, factor),
        )


def player_name(groups: tuple[str, ...]) -> Text:
    """Return the names of the inputs that change hands together."""
    named = [g.name for g in INPUT_GROUPS if g.id in groups]
    return Text(" + ".join(n.zh for n in named), " + ".join(n.en for n in named))


def less(before: float | None, after: float | None) -> float | None:
    """Return after less before; None if either is absent."""
    return None if before is None or after is None else after - before


def _signed(value: float | None, kind: Quantity, factor: float) -> Text:
    """Write a change with its sign; a change of a calendar year is a number of years."""
    if value is None:
        return no_value()
    text = _tenths(value) if kind is YEARS else _size(value, kind, factor)
    return Text(f"+{text.zh}", f"+{text.en}") if value > 0 and text.zh[:1] != "+" else text


def _size(value: float | None, kind: Quantity, factor: float) -> Text:
    if value is None:
        return no_value()
    if kind is YEARS:
        return _tenths(value)
    points = _POINTS.get(kind.id)
    if points is None:
        return kind.write(value * factor)
    digits = kind.digits(value * factor)
    return Text(f"{digits.zh} {points.zh}", f"{digits.en} {points.en}")


def _tenths(years: float) -> Text:
    """Write years to a tenth: the credit of an input is a mean over orders."""
    text = f"{years:.1f}".replace("-", "−")
    return Text(f"{text} 年", f"{text} years")


def _figures(changes: Sequence[FigureChange]) -> AnswerTable:
    heads = columns(
        ("group", "类别", "group"),
        ("figure", "数字", "figure"),
        ("scenario", "情景", "scenario"),
        ("year", "年份", "year"),
        ("before", "前", "before"),
        ("after", "后", "after"),
        ("change", "变动", "change"),
    )
    rows = []
    for change in changes:
        figure, (kind, factor) = change.figure, change.form
        shown = [
            None if v is None else kind.write(v * factor) for v in (change.before, change.after)
        ]
        signed = YEARS if figure.unit == "year" else kind
        rows.append(
            (
                GROUPS[figure.id[0]],
                figure.name,
                name_of(figure.scenario) if figure.scenario else None,
                figure.year,
                *shown,
                None if change.change is None else _signed(change.change, signed, factor),
            )
        )
    title = Text(
        "不同的结果数字（-：没有；达峰年份则为期末之后）",
        "Figures that differ (-: none; of a peak year: beyond the horizon)",
    )
    return AnswerTable("figures", title, heads, records(rows))


def _summary(changes: Sequence[RowChange], equal: Any) -> AnswerTable:
    counted = Counter((change.table, change.kind) for change in changes)
    touched = dict.fromkeys(change.table for change in changes)
    rows = [
        (table_name(table), *(counted[table, kind] for kind in ChangeKind), equal.get(table, 0))
        for table in touched
    ]
    heads = (
        ("table", Text("表", "table")),
        *((kind.value, _KINDS[kind]) for kind in ChangeKind),
        ("equal", Text("相同", "equal")),
    )
    return AnswerTable("tables", Text("各表的行", "Rows by table"), heads, records(rows))


def _rows(changes: Sequence[RowChange]) -> AnswerTable:
    lines = [line for change in changes for line in _row_lines(change)]
    heads = columns(
        ("table", "表", "table"),
        ("kind", "变动", "change"),
        ("row", "行", "row"),
        ("column", "列", "column"),
        ("before", "前", "before"),
        ("after", "后", "after"),
        ("place", "位置", "place"),
    )
    title = Text("不同的行", "Rows that differ")
    return AnswerTable("rows", title, heads, records(lines), long=len(lines) > SHOWN)


def _row_lines(change: RowChange) -> Iterator[tuple[Text | str | None, ...]]:
    place = _place_of(change)
    head = (table_name(change.table), _KINDS[change.kind], change.label)
    if change.kind is ChangeKind.CHANGED:
        for cell in change.cells:
            yield *head, cell.name, _shown(cell.before), _shown(cell.after), place
        return
    gone = change.kind is ChangeKind.REMOVED
    filled = [(c.name, _shown(c.before if gone else c.after)) for c in change.cells]
    told = Text(
        "；".join(f"{name.zh}：{value.zh}" for name, value in filled) or "—",
        "; ".join(f"{name.en}: {value.en}" for name, value in filled) or "—",
    )
    yield *head, None, told if gone else None, None if gone else told, place


def _place_of(change: RowChange) -> str:
    return where(change.after or change.before)


def where(place: Place | None) -> str:
    """Write where a row stands; a dash where it does not."""
    return "-" if place is None else str(place)


def _shown(value: Value) -> Text:
    """Write a cell; a figure with all its digits, since the last may be what changed."""
    if value is None:
        return same("-")
    return value if isinstance(value, Text) else same(f"{value:.15g}")
