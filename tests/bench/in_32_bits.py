"""A network of crossframe/models in 32 bits, made of the one in eight: the same weights, multiplied as floats."""

import onnx
from onnx.helper import make_node
from onnx.numpy_helper import from_array, to_array


def in_32_bits(path, out):
    """Write to ``out`` the network of ``path`` with its eight-bit products undone.

    ``quantize_dynamic`` makes of each MatMul(x, weight) four steps: DynamicQuantizeLinear(x), MatMulInteger, Cast, Mul.
    """
    network = onnx.load(path)
    graph, stored = network.graph, {tensor.name: tensor for tensor in network.graph.initializer}
    maker = {name: node for node in graph.node for name in node.output}
    user = {name: node for node in graph.node for name in node.input}
    gone, made = set(), {}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            name, cast = node.input[1].removesuffix("_quantized"), user[node.output[0]]
            product, x = user[cast.output[0]], maker[node.input[0]]
            whole, scale, zero = (to_array(stored[f"{name}_{part}"]) for part in ("quantized", "scale", "zero_point"))
            graph.initializer.append(from_array(((whole.astype("f4") - zero.astype("f4")) * scale).astype("f4"), f"{name}_whole"))
            made[product.output[0]] = make_node("MatMul", [x.input[0], f"{name}_whole"], product.output)
            scales = next(maker[each] for each in product.input if each != cast.output[0])
            gone |= {node.output[0], cast.output[0], x.output[0], scales.output[0]}
            for part in ("quantized", "scale", "zero_point"):
                graph.initializer.remove(stored[f"{name}_{part}"])
    nodes = [made.get(node.output[0], node) for node in graph.node if node.output[0] not in gone]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.save(network, out)
