internal import CSystem
import Glibc

/// Both ends of a pipe; pipe(7). Neither is handed to a program that is started meanwhile.
struct Pipe: ~Copyable {
    let reading: Descriptor
    let writing: Descriptor

    /// - Throws: the code of errno.
    init() throws(SystemError) {
        var ends: [CInt] = [-1, -1]
        try systemCall("pipe2") { fubako_pipe(&ends) }
        let first = Descriptor(takingOwnershipOf: ends[0])
        let second = Descriptor(takingOwnershipOf: ends[1])
        // Away from 0, 1 and 2, which become the child's.
        let reading = try first.duplicate()
        let writing = try second.duplicate()
        self.reading = reading
        self.writing = writing
    }
}

extension Descriptor {
    /// Lets reads and writes return at once with EAGAIN instead of waiting; fcntl(2).
    borrowing func setNonBlocking() throws(SystemError) {
        let number = number
        let flags = try systemCall("fcntl") { fcntl(number, F_GETFL) }
        try systemCall("fcntl") { fcntl(number, F_SETFL, flags | O_NONBLOCK) }
    }
}
