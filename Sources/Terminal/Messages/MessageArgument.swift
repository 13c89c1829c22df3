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
