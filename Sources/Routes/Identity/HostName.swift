import Glibc

/// Names and addresses of hosts in the one form in which they are compared.
enum HostName {
    /// What every name and address of this machine is compared as.
    static let own = "localhost"

    /// Names of hosts are compared without regard to case and to a dot at the end (RFC 4343), and to spaces, which no name has.
    static func normalised(_ host: String) -> String {
        let small = host.lowercased().filter { !$0.isWhitespace }
        return small.count > 1 && small.hasSuffix(".") ? String(small.dropLast()) : small
    }

    /// Whether it is a name of this machine: its own, or one below localhost (RFC 6761, section 6.3).
    static func isOwn(_ name: String) -> Bool {
        ["localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"].contains(name)
            || name.hasSuffix(".localhost") || ownNames.contains(name)
    }

    /// A numeric address in its shortest form, in whichever of those that inet_aton(3) and inet_pton(3) take it is written; that of
    /// this machine is ``own``. Nil for what is no address.
    static func address(_ text: String) -> String? {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(text, nil, &hints, &list) == 0, let first = list else { return nil }
        defer { freeaddrinfo(first) }
        guard let bytes = bytes(first.pointee.ai_addr) else { return nil }
        return isLoopback(bytes) || ownAddresses.contains(bytes) ? own : written(bytes)
    }

    /// As gethostname(2) tells it, in full and up to its first dot.
    private static let ownNames: Set<String> = {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, 255) == 0 else { return [] }
        let name = normalised(String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        return name.isEmpty ? [] : [name, String(name.prefix { $0 != "." })]
    }()

    /// Those of all interfaces, getifaddrs(3).
    private static let ownAddresses: Set<[UInt8]> = {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var addresses: Set<[UInt8]> = []
        var next = list
        while let entry = next {
            if let bytes = bytes(entry.pointee.ifa_addr) { addresses.insert(bytes) }
            next = entry.pointee.ifa_next
        }
        return addresses
    }()

    /// 4 or 16 bytes; 4 for an address of version 4 within one of version 6 (RFC 4291, section 2.5.5.2).
    private static func bytes(_ address: UnsafeMutablePointer<sockaddr>?) -> [UInt8]? {
        guard let address else { return nil }
        switch CInt(address.pointee.sa_family) {
        case AF_INET:
            return UnsafeRawPointer(address).withMemoryRebound(to: sockaddr_in.self, capacity: 1) { address in
                withUnsafeBytes(of: address.pointee.sin_addr) { Array($0) }
            }
        case AF_INET6:
            let bytes = UnsafeRawPointer(address).withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { address in
                withUnsafeBytes(of: address.pointee.sin6_addr) { Array($0) }
            }
            let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10...11] == [0xFF, 0xFF]
            return isMapped ? Array(bytes.suffix(4)) : bytes
        default: return nil
        }
    }

    /// 127.0.0.0/8 and ::1, and the addresses without any number, by which one reaches the same.
    private static func isLoopback(_ bytes: [UInt8]) -> Bool {
        if bytes.count == 4 { return bytes[0] == 127 || bytes.allSatisfy { $0 == 0 } }
        return bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last.map { $0 <= 1 } ?? false
    }

    private static func written(_ bytes: [UInt8]) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes, &buffer, socklen_t(buffer.count)) != nil else { return nil }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
