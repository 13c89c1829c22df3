import SystemIO

extension String: MessageArgument {
    /// Escaped: it may be somebody else's choice.
    package var shown: String { escaped(self) }
}

extension Path: MessageArgument {
    /// Escaped: it may be somebody else's choice.
    package var shown: String { escaped(bytes) }
}

extension Int: MessageArgument {
    /// In decimal digits, without separators.
    package var shown: String { String(self) }
}

extension UInt64: MessageArgument {
    /// In decimal digits, without separators.
    package var shown: String { String(self) }
}

/// A text that was escaped already, such as one message inside another.
package struct EscapedText: MessageArgument {
    /// Taken as it is: it was escaped, or is our own.
    package let shown: String
    /// - Parameter shown: escaped.
    package init(_ shown: String) { self.shown = shown }
}
