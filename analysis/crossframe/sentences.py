"""Where sentences begin and end, by rule."""

TITLES = frozenset(
    "mr mrs ms mx dr prof sen sens rep reps gov govs gen gens col lt sgt capt cmdr adm maj pvt cpl st ste pres rev hon "
    "messrs mme mlle supt atty amb sec".split()
)
