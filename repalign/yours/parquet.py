"""Tables in files of Apache Parquet, and the features that are stored there as lists."""

from pathlib import Path
from typing import Any

import numpy as np

from repalign._support.extras import need
from repalign.yours.found import Array, Table, named
from repalign.yours.refusal import refuse
from repalign.yours.tables import Column


def read_parquet(path: Path) -> list[Array | Table]:
    """The columns of a file, with the extra ``tables``; one with a list of as many numbers in each
    row, as embeddings are often kept, is an array."""
    parquet = need("pyarrow.parquet", "tables")
    try:
        table = parquet.read_table(path)
    except (need("pyarrow", "tables").ArrowException, OSError) as error:
        reason = " ".join(str(error).split())
        how = "It may be cut short: save it again, with numbers, words and lists of numbers"
        refuse(path.name, f"cannot be read ({reason})", how)
    if not table.num_rows or not table.num_columns:
        refuse(path.name, "is empty", "Save features and labels, a row a sample")
    columns = list(zip(table.column_names, table.columns, strict=True))
    flat = [Column(name, _values(each)) for name, each in columns if not _has_lists(each)]
    arrays = [_stacked(path, name, each) for name, each in columns if _has_lists(each)]
    return [*([Table(path.stem, dict(named(flat)))] if flat else []), *arrays]


def _values(column: Any) -> np.ndarray:
    """Numbers, NaN where one is missing; of all else words."""
    types = need("pyarrow.types", "tables")
    kind = column.type
    if types.is_boolean(kind) or types.is_decimal(kind):
        return np.array(column.to_pylist(), dtype=float)
    if types.is_integer(kind) or types.is_floating(kind):
        return np.asarray(column.to_numpy(), dtype=float)
    return np.array(["" if each is None else str(each) for each in column.to_pylist()])


def _has_lists(column: Any) -> bool:
    """Of numbers."""
    types = need("pyarrow.types", "tables")
    kind = column.type
    lists = types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)
    return lists and (types.is_integer(kind.value_type) or types.is_floating(kind.value_type))


def _stacked(path: Path, name: str, column: Any) -> Array:
    compute = need("pyarrow.compute", "tables")
    lengths = compute.list_value_length(column).unique().to_pylist()
    if column.null_count or len(lengths) > 1:
        what = "has lists of different lengths, or rows without one"
        refuse(f"{path.name}, column {name}", what, "Features need as many numbers in every row")
    values = np.asarray(compute.list_flatten(column).to_numpy()).reshape(len(column), -1)
    return Array(name, values.shape, True, lambda: values)
