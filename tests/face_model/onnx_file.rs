//! ONNX files (IR version 8, operator set 13), written field by field as protocol buffers.

/// One message under construction.
#[derive(Clone, Default)]
pub(crate) struct Message(Vec<u8>);

impl Message {
    fn varint(mut self, mut value: u64) -> Self {
        while value >= 0x80 {
            self.0.push(u8::try_from(value & 0x7f).unwrap() | 0x80);
            value >>= 7;
        }
        self.0.push(u8::try_from(value).unwrap());
        self
    }

    fn number(self, field: u64, value: u64) -> Self {
        self.varint(field << 3).varint(value)
    }

    fn bytes(self, field: u64, bytes: &[u8]) -> Self {
        let length = u64::try_from(bytes.len()).unwrap();
        let mut message = self.varint(field << 3 | 2).varint(length);
        message.0.extend_from_slice(bytes);
        message
    }

    fn text(self, field: u64, text: &str) -> Self {
        self.bytes(field, text.as_bytes())
    }

    fn message(self, field: u64, message: &Self) -> Self {
        self.bytes(field, &message.0)
    }
}

/// `AttributeProto` of several integers.
pub(crate) fn integers(name: &str, values: &[u64]) -> Message {
    let attribute = Message::default().text(1, name);
    let all = |message: Message, value: &u64| message.number(8, *value);
    values.iter().fold(attribute, all).number(20, 7)
}

/// `NodeProto`.
pub(crate) fn node(
    operator: &str,
    (input, output): (&str, &str),
    attributes: &[Message],
) -> Message {
    let node = Message::default()
        .text(1, input)
        .text(2, output)
        .text(3, output)
        .text(4, operator);
    let all = |message: Message, attribute: &Message| message.message(5, attribute);
    attributes.iter().fold(node, all)
}

/// A mean over squares of this many pixels.
pub(crate) fn mean_of_squares(names: (&str, &str), side: u64) -> Message {
    let square = [side, side];
    let attributes = [
        integers("kernel_shape", &square),
        integers("strides", &square),
    ];
    node("AveragePool", names, &attributes)
}

/// `ValueInfoProto` of float numbers; a size of 0 is left open.
fn value(name: &str, sizes: &[u64]) -> Message {
    let dimension = |size: &u64| match size {
        0 => Message::default().text(2, "N"),
        size => Message::default().number(1, *size),
    };
    let shape = |shape: Message, size: &u64| shape.message(1, &dimension(size));
    let shape = sizes.iter().fold(Message::default(), shape);
    let tensor = Message::default().number(1, 1).message(2, &shape);
    let kind = Message::default().message(1, &tensor);
    Message::default().text(1, name).message(2, &kind)
}

/// `TensorProto` of 64-bit integers.
pub(crate) fn constant(name: &str, values: &[u64]) -> Message {
    let count = u64::try_from(values.len()).unwrap();
    let tensor = Message::default().number(1, count).number(2, 7);
    let all = |message: Message, value: &u64| message.number(7, *value);
    values.iter().fold(tensor, all).text(8, name)
}

/// `ModelProto` from the picture `x` to the vector `y`.
pub(crate) fn model(picture: &[u64], nodes: &[Message], constants: &[Message]) -> Vec<u8> {
    let all = |message: Message, node: &Message| message.message(1, node);
    let graph = nodes.iter().fold(Message::default(), all).text(2, "faces");
    let all = |message: Message, constant: &Message| message.message(5, constant);
    let graph = constants.iter().fold(graph, all);
    let graph = graph
        .message(11, &value("x", picture))
        .message(12, &value("y", &[0, 0]));
    let operators = Message::default().number(2, 13);
    Message::default()
        .number(1, 8)
        .message(7, &graph)
        .message(8, &operators)
        .0
}

/// A model of faces that is no good one and a real one: the mean colours of 8 × 8 squares.
pub(crate) fn colours(picture: &[u64]) -> Vec<u8> {
    let nodes = [
        mean_of_squares(("x", "means"), 14),
        node("Flatten", ("means", "y"), &[]),
    ];
    model(picture, &nodes, &[])
}
