internal import CSystem
import Glibc

/// What the kernel tells of an open block device.
extension Descriptor {
    /// The device that this file stands for; nil if it is no block device.
    package borrowing func blockDevice() throws(SystemError) -> DeviceNumber? {
        let found = try metadata()
        return found.kind == .special(.blockDevice) ? found.node : nil
    }

    /// Bytes that can be addressed now; BLKGETSIZE64.
    package borrowing func deviceSize() throws(SystemError) -> UInt64 {
        var size: UInt64 = 0
        try request("BLKGETSIZE64", FUBAKO_BLKGETSIZE64, &size)
        return size
    }

    /// Bytes of a logical sector; BLKSSZGET.
    package borrowing func sectorSize() throws(SystemError) -> Int {
        var size: CInt = 0
        try request("BLKSSZGET", FUBAKO_BLKSSZGET, &size)
        return Int(size)
    }

    /// Whether the kernel refuses writes; BLKROGET.
    package borrowing func isReadOnlyDevice() throws(SystemError) -> Bool {
        var answer: CInt = 0
        try request("BLKROGET", FUBAKO_BLKROGET, &answer)
        return answer != 0
    }

    /// The number that the kernel gave to this disk and gives to no other until it starts again: a disk that is plugged in
    /// anew, and a loop device that is attached anew, has another. BLKGETDISKSEQ, since Linux 5.15.
    package borrowing func diskSequence() throws(SystemError) -> UInt64 {
        var sequence: UInt64 = 0
        try request("BLKGETDISKSEQ", FUBAKO_BLKGETDISKSEQ, &sequence)
        return sequence
    }

    /// Writes out what the kernel holds of the device, and forgets it; BLKFLSBUF.
    package borrowing func flushBuffers() throws(SystemError) {
        let number = number
        try systemCall("BLKFLSBUF") { ioctl(number, FUBAKO_BLKFLSBUF, 0) }
    }

    private borrowing func request<Value>(
        _ name: StaticString, _ request: UInt, _ value: inout Value
    ) throws(SystemError) {
        let number = number
        try withUnsafeMutablePointer(to: &value) { pointer throws(SystemError) in
            _ = try systemCall(name) { ioctl(number, request, UnsafeMutableRawPointer(pointer)) }
        }
    }
}
