import Erasure
import SystemIO
import TestSupport
import Testing

extension RealDeviceTests {
    @Suite struct RealInventoryTests {
        @Test("a loop device is listed with what is on it, and the same is said of it when it is open")
        func loop() throws {
            let loop = try LoopDevice(sector: 4096)
            try succeed("mkfs.ext2", ["-q", "-F", "-L", "office", loop.path])
            let devices = try Inventory().devices(withContents: true)
            let device = try #require(devices.first { $0.name == loop.name })
            #expect(device.kind == .loop && device.connection.bus == .none && device.sectorSize == 4096)
            #expect(device.identity.size == 8 << 20 && device.identity.serial == nil && !device.isReadOnly)
            #expect(device.contents.list.map(\.type) == ["ext2"] && device.contents.list.map(\.label) == ["office"])
            let open = try KernelDevice(Path(loop.path), for: .writing)
            #expect(try Inventory().device(open) == device)
            let confirmation = Confirmation(device, among: devices)
            #expect(confirmation.kind == .sequence && confirmation.text == "\(loop.name)-\(open.sequence)")
        }

        @Test("loop devices that nothing is attached to are not listed, and every listed device has a node and a size")
        func list() throws {
            let loop = try LoopDevice()
            let devices = try Inventory().devices(withContents: false)
            #expect(devices.contains { $0.name == loop.name } && devices.map(\.name) == devices.map(\.name).sorted())
            for device in devices where device.kind == .loop { #expect(device.identity.size > 0) }
        }

        @Test("a device that is exchanged while it is looked at is not told of")
        func exchanged() throws {
            let loop = try LoopDevice()
            let open = try KernelDevice(Path(loop.path), for: .reading)
            try succeed("truncate", ["--size", "4M", loop.file])
            try succeed("losetup", ["--set-capacity", loop.path])
            do {
                _ = try Inventory().device(open)
                Issue.record("told of another device")
            } catch { #expect(error.code == .deviceLost) }
        }
    }
}
