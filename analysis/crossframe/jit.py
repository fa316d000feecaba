"""How the compiled loops are compiled; numba is loaded when the first one is."""


def jit(function):
    """Compile, and keep the result on disk where there is a place to write.

    Without numba's reference counts (``_nrt``), so nothing that is compiled here may make an array: they cost more than
    the sums.
    """
    import numba

    try:
        return numba.njit(function, cache=True, nogil=True, _nrt=False)
    except RuntimeError:  # numba finds no folder it may write to
        return numba.njit(function, nogil=True, _nrt=False)
