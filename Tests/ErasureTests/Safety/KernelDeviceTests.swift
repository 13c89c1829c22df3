import Erasure
import Foundation
import Glibc
import SystemIO
import TestSupport
import Testing

extension RealDeviceTests {
    @Suite struct KernelDeviceTests {
        private func open(
            _ path: String, _ access: KernelDevice.Access = .writing
        ) throws(ErasureError) -> KernelDevice {
            try KernelDevice(Path(path), for: access)
        }

        /// A transfer of whole sectors with a buffer that direct I/O takes.
        private func transfer(
            _ device: KernelDevice, _ count: Int, at offset: UInt64, fill: UInt8? = nil
        ) throws(ErasureError) -> [UInt8] {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 4096)
            defer { buffer.deallocate() }
            if let fill {
                buffer.copyBytes(from: [UInt8](repeating: fill, count: count))
                try device.write(UnsafeRawBufferPointer(buffer), at: offset)
            } else {
                try device.read(into: buffer, at: offset)
            }
            return Array(buffer)
        }

        private func code(_ body: () throws -> Void) -> ErasureError.Code? {
            do { try body() } catch { return (error as? ErasureError)?.code }
            return nil
        }

        @Test("what is written past the cache is read back, with sectors of both sizes", arguments: [512, 4096])
        func transfers(_ sector: Int) throws {
            let loop = try LoopDevice(sector: sector)
            let device = try open(loop.path)
            #expect(device.sectorSize == sector && device.size == 8 << 20)
            #expect(try device.presence() == .same)
            _ = try transfer(device, 65_536, at: device.size - 65_536, fill: 0xA5)
            try device.flush()
            try device.dropCaches()
            #expect(try transfer(device, 65_536, at: device.size - 65_536).allSatisfy { $0 == 0xA5 })
            #expect(try loop.bytes().suffix(65_536).allSatisfy { $0 == 0xA5 })
        }

        @Test("a transfer that leaves sectors, the buffer's alignment or the device's size is refused before any call")
        func misaligned() throws {
            let loop = try LoopDevice(sector: 4096)
            let device = try open(loop.path)
            let written = try loop.sectorsWritten()
            let cases: [(Int, UInt64)] = [
                (512, 0), (4096, 512), (4096, device.size), (8192, device.size - 4096), (4096, .max - 4095),
            ]
            #expect(cases.count == 5)
            for (count, offset) in cases {
                #expect(code { _ = try transfer(device, count, at: offset, fill: 1) } == .misaligned)
                #expect(code { _ = try transfer(device, count, at: offset) } == .misaligned)
            }
            #expect(try loop.sectorsWritten() == written)
        }

        @Test("a device that was opened for reading takes no writes")
        func reading() throws {
            let loop = try LoopDevice()
            let device = try open(loop.path, .reading)
            let before = try loop.bytes()
            #expect(try transfer(device, 4096, at: 4096) == Array(before[4096..<8192]))
            #expect(code { _ = try transfer(device, 4096, at: 0, fill: 0) } == .writeProtected)
            #expect(try loop.bytes() == before)
        }

        @Test("a write-protected device is refused by the gate, and by its error where it becomes so later")
        func readOnly() throws {
            let protected = try LoopDevice(readOnly: true)
            guard case .refused(let verdict) = try SafetyGate(protecting: []).take(Path(protected.path)) else {
                throw TestSupportError("taken")
            }
            #expect(verdict.obstacles == [.writeProtected])
            #expect(try open(protected.path, .reading).presence() == .same)

            let loop = try LoopDevice()
            let device = try open(loop.path)
            try succeed("blockdev", ["--setro", loop.path])
            defer { _ = try? run("blockdev", ["--setrw", loop.path]) }
            #expect(try device.presence() == .readOnly)
            #expect(code { _ = try transfer(device, 4096, at: 0, fill: 0) } == .writeProtected)
        }

        @Test("a device that shrinks is lost, not damaged at its new end")
        func shrunk() throws {
            let loop = try LoopDevice()
            let device = try open(loop.path)
            try succeed("truncate", ["--size", "4M", loop.file])
            try succeed("losetup", ["--set-capacity", loop.path])
            #expect(try device.presence() == .resized(4 << 20))
            #expect(code { _ = try transfer(device, 4096, at: 6 << 20, fill: 0) } == .deviceLost)
            #expect(code { _ = try transfer(device, 4096, at: 6 << 20) } == .deviceLost)
            #expect(code { _ = try SafetyGate(protecting: []).judge(device) } == .deviceLost)
            #expect(SafetyGate(protecting: []).objection(to: device)?.contains("another size") == true)
        }

        @Test("a device without a medium, an absent name, a file, a folder and a character device are none to erase")
        func noDevice() throws {
            let folder = try TemporaryFolder()
            try folder.write([1, 2, 3], to: "file")
            // One that is detached has no size either, and may be somebody else's a moment later.
            try folder.write([], to: "empty")
            let empty = try LoopDevice(over: folder("empty"))
            let cases: [(String, ErasureError.Code)] = [
                (empty.path, .noDevice), (folder("absent"), .noDevice), (folder("file"), .notBlockDevice),
                (folder.path, .notBlockDevice), ("/dev/null", .notBlockDevice),
            ]
            #expect(cases.count == 5)
            for (path, expected) in cases {
                #expect(code { _ = try open(path) } == expected, "\(path)")
                #expect(code { _ = try SafetyGate(protecting: []).take(Path(path)) } == expected, "\(path)")
            }
            #expect(try folder.read("file") == [1, 2, 3])
        }

        @Test("a device that somebody holds exclusively cannot be opened for writing")
        func exclusive() throws {
            let loop = try LoopDevice()
            let first = try open(loop.path)
            #expect(code { _ = try open(loop.path) } == .inUse)
            #expect(try open(loop.path, .reading).number == first.number)
        }

        @Test("a link that leads elsewhere after the device was opened changes nothing")
        func changingLink() throws {
            let (first, second) = (try LoopDevice(), try LoopDevice())
            let folder = try TemporaryFolder()
            try FileManager.default.createSymbolicLink(atPath: folder("link"), withDestinationPath: first.path)
            let gate = SafetyGate(protecting: [])
            let taking = try gate.take(Path(folder("link")))
            guard case .taken(let device, let verdict) = taking else { throw TestSupportError("\(taking)") }
            try FileManager.default.removeItem(atPath: folder("link"))
            try FileManager.default.createSymbolicLink(atPath: folder("link"), withDestinationPath: second.path)
            let untouched = try second.bytes()
            _ = try transfer(device, 4096, at: 0, fill: 0)
            #expect(verdict.device == first.name)
            #expect(try first.bytes().prefix(4096).allSatisfy { $0 == 0 })
            #expect(try second.bytes() == untouched)
        }

        @Test("a device that is not the planned one is given back untouched, partitions and all")
        func otherDevice() throws {
            let loop = try LoopDevice()
            try loop.addPartitions(2)
            let before = try loop.bytes()
            #expect(
                code {
                    _ = try SafetyGate(protecting: []).take(Path(loop.path)) { (device) throws(ErasureError) in
                        throw ErasureError(.otherDevice, "take", "not the planned one", path: device.path)
                    }
                } == .otherDevice)
            #expect(access(loop.partition(1), F_OK) == 0 && access(loop.partition(2), F_OK) == 0)
            #expect(try loop.bytes() == before)
        }

        @Test("a device that is attached anew has another number, whatever its name")
        func sequence() throws {
            var numbers: Set<UInt64> = []
            for _ in 0..<3 {
                let loop = try LoopDevice()
                numbers.insert(try withExtendedLifetime(loop) { try open(loop.path, .reading).sequence })
            }
            #expect(numbers.count == 3)
        }
    }
}
