"""One direction of an LSTM over a batch, compiled for this machine's processor (numba), with its pooling.

Tokens are packed: the first token of every text, then the second of those that have one, and so on, texts sorted by
falling length. So no step works on padding, and each step is one matrix product with `[inputs, states]` side by side.
The pieces below work on one step; each loop touches few arrays and counts from zero, or LLVM would not vectorise it.

Words used throughout: `active` (steps,) texts at each step; `scale` (rows, features) of the spatial dropout; gates in
Keras' order (input, forget, cell, output).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numpy as np

Number = Any  # one of float32
Array = Any  # numpy array of float32 or int32, in C order
Kept = tuple[Array, Array, Array, Array]  # inputs and states, gates, cells, tanh of cells: (tokens, ...)
_Function = TypeVar("_Function", bound=Callable[..., Any])

_ZERO, _HALF, _ONE = np.float32(0.0), np.float32(0.5), np.float32(1.0)
_FAR_BELOW = np.float32(-1e9)
_FLAT: Number = np.float32(7.90531110763549805)  # beyond it tanh is 1 in float32


def _compiled(function: _Function) -> _Function:
    """Compiled at its first call and kept on disk; runs without Python's lock. NaN stays NaN."""
    compile_it = numba.njit(nogil=True, cache=True, error_model="numpy", fastmath={"contract", "reassoc", "nsz"})
    compiled: Any = compile_it(function)
    as_called: _Function = compiled  # it takes and returns what the function does
    return as_called


@_compiled
def forward(
    words: Array, scale: Array, places: Array, active: Array, weights: Array, bias: Array, keep: bool, kept: Kept
) -> tuple[Array, Array, Array]:
    """Largest state of each text, the step where it was, and the sum of its states: (rows, units) each.

    `words` (words, features), `places` (tokens,) of words, `weights` (features + units, 4 * units), `bias`
    (4 * units,). With `keep`, `kept` holds afterwards what `backward` needs; else it is scratch for one step.
    """
    inputs, gates, cells, squashed = kept
    rows, units, features = len(scale), cells.shape[1], words.shape[1]
    largest = np.full((rows, units), _FAR_BELOW)
    where = np.zeros((rows, units), np.int32)
    total = np.zeros((rows, units), np.float32)
    pre, post = _gate_shape(units)
    previous = np.zeros((rows, units), np.float32)
    inputs[:rows, features:] = _ZERO
    first, at = 0, 0
    for step in range(len(active)):
        now = active[step]
        end, following = at + now, at + now if keep else at
        staying = active[step + 1] if step + 1 < len(active) else 0
        _embed(words, scale, places[first : first + now], inputs[at:end])
        np.dot(inputs[at:end], weights, gates[at:end])
        _open_gates(gates[at:end], bias, pre, post)
        _next_cells(gates[at:end], previous, cells[at:end], squashed[at:end])
        _pool(gates[at:end], squashed[at:end], step, largest, where, total)
        _hand_on(gates[at:end], squashed[at:end], inputs[following : following + staying], features)
        previous = cells[at:end]
        first, at = first + now, following
    return largest, where, total


@_compiled
def backward(
    scale: Array,
    places: Array,
    active: Array,
    weights: Array,
    kept: Kept,
    where: Array,
    of_largest: Array,
    of_total: Array,
    of_words: Array,
) -> tuple[Array, Array]:
    """Gradients of weights and bias; that of the words is added to `of_words` (words, features).

    `of_largest`, `of_total` (rows, units): gradients of what `forward` gave. The gates in `kept` are overwritten.
    """
    inputs, gates, cells, squashed = kept
    units, features, rows = cells.shape[1], weights.shape[0] - cells.shape[1], active[0]
    of_inputs = np.zeros((rows, features + units), np.float32)
    of_cells = np.zeros((rows, units), np.float32)
    of_bias = np.zeros(4 * units, np.float32)
    nothing = np.zeros((rows, units), np.float32)
    turned = weights.T
    end = active.sum()
    tokens = end
    for gone in range(len(active)):
        step = len(active) - 1 - gone
        now = active[step]
        at = end - now
        before = cells[at - active[step - 1] : at] if step > 0 else nothing
        of_states = of_inputs[:now]
        _close_states(of_states, of_largest, of_total, where, step, features)
        _close_gates(gates[at:end], before, squashed[at:end], of_states, of_cells, of_bias, features)
        np.dot(gates[at:end], turned, of_states)
        _unembed(of_words, scale, places[at:end], of_states)
        end = at
    of_weights = np.empty((features + units, 4 * units), np.float32)
    np.dot(inputs[:tokens].T, gates[:tokens], of_weights)
    return of_weights, of_bias


@_compiled
def _tanh(value: Number) -> Number:
    """Rational approximation of tanh, within 3e-7 everywhere (the one of Eigen's `ptanh`)."""
    x: Number = min(max(value, -_FLAT), _FLAT)
    s = x * x
    p = np.float32(2.00018790482477e-13) + s * np.float32(-2.76076847742355e-16)
    p = np.float32(5.12229709037114e-08) + s * (np.float32(-8.60467152213735e-11) + s * p)
    p = np.float32(6.37261928875436e-04) + s * (np.float32(1.48572235717979e-05) + s * p)
    p = np.float32(4.89352455891786e-03) + s * p
    q = np.float32(1.18534705686654e-04) + s * np.float32(1.19825839466702e-06)
    q = np.float32(4.89352518554385e-03) + s * (np.float32(2.26843463243900e-03) + s * q)
    return x * p / q


@_compiled
def _gate_shape(units: int) -> tuple[Array, Array]:
    """Factor and shift (4 * units,) that make one tanh of all gates: sigmoid(x) = tanh(x / 2) / 2 + 1 / 2."""
    pre, post = np.full(4 * units, _HALF), np.full(4 * units, _HALF)
    pre[2 * units : 3 * units], post[2 * units : 3 * units] = _ONE, _ZERO
    return pre, post


@_compiled
def _embed(words: Array, scale: Array, places: Array, inputs: Array) -> None:
    for row in range(len(places)):
        word, factor, into = words[places[row]], scale[row], inputs[row]
        for k in range(len(word)):
            into[k] = word[k] * factor[k]


@_compiled
def _unembed(of_words: Array, scale: Array, places: Array, of_inputs: Array) -> None:
    for row in range(len(places)):
        word, factor, gradient = of_words[places[row]], scale[row], of_inputs[row]
        for k in range(len(word)):
            word[k] += gradient[k] * factor[k]


@_compiled
def _open_gates(gates: Array, bias: Array, pre: Array, post: Array) -> None:
    for row in range(len(gates)):
        gate = gates[row]
        for k in range(len(bias)):
            gate[k] = _tanh((gate[k] + bias[k]) * pre[k]) * pre[k] + post[k]


@_compiled
def _next_cells(gates: Array, previous: Array, cells: Array, squashed: Array) -> None:
    units = cells.shape[1]
    for row in range(len(gates)):
        let, forget, new = gates[row, :units], gates[row, units : 2 * units], gates[row, 2 * units : 3 * units]
        before, cell, flat = previous[row], cells[row], squashed[row]
        for u in range(units):
            cell[u] = forget[u] * before[u] + let[u] * new[u]
        for u in range(units):
            flat[u] = _tanh(cell[u])


@_compiled
def _pool(gates: Array, squashed: Array, step: int, largest: Array, where: Array, total: Array) -> None:
    units = squashed.shape[1]
    for row in range(len(gates)):
        out, flat = gates[row, 3 * units :], squashed[row]
        top, place, added = largest[row], where[row], total[row]
        for u in range(units):
            added[u] += out[u] * flat[u]
        for u in range(units):
            state = out[u] * flat[u]
            place[u] = np.int32(step) if state > top[u] else place[u]
            top[u] = state if state > top[u] else top[u]


@_compiled
def _hand_on(gates: Array, squashed: Array, inputs: Array, features: int) -> None:
    units = squashed.shape[1]
    for row in range(len(inputs)):
        out, flat, into = gates[row, 3 * units :], squashed[row], inputs[row, features:]
        for u in range(units):
            into[u] = out[u] * flat[u]


@_compiled
def _close_states(of_inputs: Array, of_largest: Array, of_total: Array, where: Array, step: int, features: int) -> None:
    """To the gradient of the states that came from the next step, add that of the pooling."""
    for row in range(len(of_inputs)):
        gradient, top, added, place = of_inputs[row, features:], of_largest[row], of_total[row], where[row]
        for u in range(len(gradient)):
            gradient[u] += added[u] + (top[u] if place[u] == step else _ZERO)


@_compiled
def _close_gates(
    gates: Array, previous: Array, squashed: Array, of_inputs: Array, of_cells: Array, of_bias: Array, features: int
) -> None:
    """Gradients before the gates' squashing, in place of the gates; that of the cells goes on to the step before."""
    units = squashed.shape[1]
    for row in range(len(gates)):
        let, forget, new, out = _quarters(gates[row], units)
        before, flat, of_state, of_cell = previous[row], squashed[row], of_inputs[row, features:], of_cells[row]
        for u in range(units):
            of_cell[u] += of_state[u] * out[u] * (_ONE - flat[u] * flat[u])
        for u in range(units):
            out[u] = of_state[u] * flat[u] * out[u] * (_ONE - out[u])
        for u in range(units):
            of_let = of_cell[u] * new[u] * let[u] * (_ONE - let[u])
            new[u] = of_cell[u] * let[u] * (_ONE - new[u] * new[u])
            let[u] = of_let
        for u in range(units):
            of_forget = of_cell[u] * before[u] * forget[u] * (_ONE - forget[u])
            of_cell[u] *= forget[u]
            forget[u] = of_forget
        gate = gates[row]
        for k in range(len(of_bias)):
            of_bias[k] += gate[k]


@_compiled
def _quarters(gate: Array, units: int) -> tuple[Array, Array, Array, Array]:
    return gate[:units], gate[units : 2 * units], gate[2 * units : 3 * units], gate[3 * units :]
