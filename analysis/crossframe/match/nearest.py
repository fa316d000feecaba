"""The compiled loop of matching: every article's nearest earlier ones, found by the terms they share."""

from crossframe.jit import jit


@jit
def earlier_pairs(row, stop, indptr, indices, data, key_indptr, key_indices, key_data, post_indptr, post_rows,
                  post_data, first, floor, hint, reach, one, dense, part, seen, left, right, alike):
    """Write the pairs (article, earlier article) that are alike by ``floor[article]`` or more.

    Rows `row` to `stop` - 1 are done. Articles are rows of a sparse matrix (indptr, indices, data); `key_*` holds each
    row's weightiest terms, `post_*` the same by term, rows rising. Row i is held against rows first[i] to i - 1 that
    share a key, of each key the last `reach` ones, where the keys alone give `hint` times the floor. `one`: only the
    first such pair of a row. `dense`, `part` and `seen` are room to work in (zeros); `left`, `right`, `alike` take the
    pairs.

    Returns
    -------
    (int, int)
        The row to go on with (a row's pairs are never split), and the number of pairs written.
    """
    n_pairs, room = 0, len(left)
    while row < stop:
        if room - n_pairs < row - first[row]:
            return row, n_pairs
        n_seen = 0
        for at in range(key_indptr[row], key_indptr[row + 1]):
            term = key_indices[at]
            low, high = post_indptr[term], post_indptr[term + 1]
            while low < high:  # the place of `row` in the postings
                middle = (low + high) // 2
                if post_rows[middle] < row:
                    low = middle + 1
                else:
                    high = middle
            end = max(post_indptr[term], low - reach)
            for place in range(low - 1, end - 1, -1):
                other = post_rows[place]
                if other < first[row]:
                    break
                if part[other] == 0:
                    seen[n_seen] = other
                    n_seen += 1
                part[other] += key_data[at] * post_data[place]
        for at in range(indptr[row], indptr[row + 1]):
            dense[indices[at]] = data[at]
        found = False
        for place in range(n_seen):
            other = seen[place]
            if part[other] >= hint * floor[row] and not (one and found):
                total = 0.0
                for at in range(indptr[other], indptr[other + 1]):
                    total += dense[indices[at]] * data[at]
                if total >= floor[row]:
                    left[n_pairs], right[n_pairs], alike[n_pairs] = row, other, total
                    n_pairs += 1
                    found = True
            part[other] = 0
        for at in range(indptr[row], indptr[row + 1]):
            dense[indices[at]] = 0
        row += 1
    return row, n_pairs
