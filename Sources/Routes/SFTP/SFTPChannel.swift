import SystemIO

/// Packets to and from a server at the other end of ssh(1), on one connection.
///
/// What is to be written waits in memory until the server takes it; whoever sends bounds how much that is. A packet of the
/// server has at most ``packetLimit`` bytes.
struct SFTPChannel: ~Copyable {
    /// OpenSSH's own limit for a packet (sftp-common.h), in bytes.
    static let packetLimit = 256 << 10

    private var child: ChildProcess
    private let silence: Duration
    private var outgoing: [UInt8] = []
    private var sent = 0
    private var incoming: [UInt8] = []
    private var taken = 0
    private var block = [UInt8](repeating: 0, count: 65_536)
    /// Whether the server has said anything: before, what fails is the connection's beginning.
    private(set) var hasAnswered = false

    init(_ child: consuming ChildProcess, silence: Duration) {
        self.child = child
        self.silence = silence
    }

    /// Puts a packet in line.
    mutating func send(_ packet: SFTPPacket) {
        if sent == outgoing.count {
            outgoing.removeAll(keepingCapacity: true)
            sent = 0
        }
        outgoing += packet.framed
    }

    /// The next packet, from its kind on. What is in line is written meanwhile.
    mutating func receive() throws(RoutesError) -> ArraySlice<UInt8> {
        while true {
            if let packet = try nextPacket() {
                hasAnswered = true
                return packet
            }
            try exchange()
        }
    }

    /// - Returns: nil as long as it is not there as a whole.
    private mutating func nextPacket() throws(RoutesError) -> ArraySlice<UInt8>? {
        guard incoming.count - taken >= 4 else { return nil }
        var head = SFTPReader(incoming[taken..<taken + 4])
        let length = Int(try head.number())
        guard length >= 5, length <= Self.packetLimit else {
            throw SFTPReader.malformed("the server's packet has a length that is not allowed")
        }
        guard incoming.count - taken >= 4 + length else { return nil }
        defer { taken += 4 + length }
        return incoming[(taken + 4)..<(taken + 4 + length)]
    }

    private mutating func exchange() throws(RoutesError) {
        let ready: ChildProcess.Readiness
        do { ready = try child.wait(toWrite: sent < outgoing.count, until: Deadline(after: silence)) } catch {
            throw RoutesError(error)
        }
        if ready.contains(.writable) { try write() }
        if ready.contains(.readable) { try read() }
    }

    private mutating func write() throws(RoutesError) {
        let (bytes, start) = (outgoing, sent)
        do {
            sent += try bytes.withRawBytes { (buffer) throws(SystemError) in
                try child.write(UnsafeRawBufferPointer(rebasing: buffer[start...]))
            }
        } catch {
            guard error.code == .brokenPipe else { throw RoutesError(error) }
            throw ended()
        }
    }

    private mutating func read() throws(RoutesError) {
        if taken > 0 {
            incoming.removeFirst(taken)
            taken = 0
        }
        var block: [UInt8] = []
        swap(&block, &self.block)
        defer { swap(&block, &self.block) }
        let count: Int?
        do {
            count = try block.withMutableRawBytes { (buffer) throws(SystemError) in try child.read(into: buffer) }
        } catch { throw RoutesError(error) }
        guard let count else { return }
        if count == 0 { throw ended() }
        incoming += block[..<count]
    }

    /// Why the connection ended, in ssh's words.
    private mutating func ended() -> RoutesError {
        // Waits for the last words; how long ssh takes to end, or with what code, adds nothing to them.
        _ = try? child.finish(until: Deadline(after: .seconds(5)))
        return SSHFailure.meaning(of: child.errorText, hadAnswered: hasAnswered)
    }
}
