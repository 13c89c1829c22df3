import Glibc
import SystemIO

extension Descriptor {
    /// Columns of the terminal, or nil if this is none or it does not know (ioctl_tty(2), TIOCGWINSZ).
    package var terminalColumns: Int? {
        withNumber { number in
            var size = winsize()
            guard ioctl(number, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
            return Int(size.ws_col)
        }
    }
}
