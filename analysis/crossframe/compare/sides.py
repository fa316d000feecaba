"""Who is held against whom in a comparison: the outlets compared by name, and all others as one."""

__all__ = ["OTHERS", "against", "compared_only", "named"]

OTHERS = "(all other outlets)"


def against(about):
    """Who is held against whom, as ``keyness``, ``contrast`` and ``shares`` take it (dict of target and reference)."""
    if len(about["compared"]) > 1 and not about["pair"]:
        return {"target": None, "reference": None}
    return dict(zip(("target", "reference"), (*about["compared"], None), strict=False))


def named(outlet, about):
    """Each row's outlet where that is compared by name, else one name for all others."""
    return outlet.where(outlet.isin(about["compared"]), OTHERS)


def compared_only(table, about):
    """The rows of outlets that are compared by name."""
    return table[table.outlet.isin(about["compared"])].reset_index(drop=True)
