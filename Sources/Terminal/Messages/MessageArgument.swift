import SystemIO

extension String: MessageArgument {
    package var shown: String { escaped(self) }
}

extension Path: MessageArgument {
    package var shown: String { escaped(bytes) }
}

extension Int: MessageArgument {
    package var shown: String { String(self) }
}

extension UInt64: MessageArgument {
    package var shown: String { String(self) }
}

/// A text that was escaped already, such as one message inside another.
package struct EscapedText: MessageArgument {
    package let shown: String
    /// - Parameter shown: escaped.
    package init(_ shown: String) { self.shown = shown }
}
