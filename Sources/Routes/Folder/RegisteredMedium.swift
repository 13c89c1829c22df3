import SystemIO

/// The medium that a carried route was registered with.
package struct RegisteredMedium: Hashable, Sendable {
    /// What people call it; nil if nothing is said.
    package let name: String?
    /// Of its device.
    package let serial: String?
    /// Of its filesystem.
    package let uuid: String?
    /// Who is responsible for it (保管者).
    package let custodian: String?
    /// Where it is kept (保管場所).
    package let keepingPlace: String?
    /// That what a used medium held before was erased: by whom, how and when, or where that is recorded.
    package let erased: String?

    /// - Throws: ``RoutesError/Code/missingKey`` if neither serial nor UUID is given: nothing could be checked then. `badValue` for a value
    ///   that is not one line of text.
    package init(
        name: String? = nil, serial: String?, uuid: String?, custodian: String? = nil, keepingPlace: String? = nil,
        erased: String? = nil
    ) throws(RoutesError) {
        guard serial != nil || uuid != nil else {
            throw RoutesError(.missingKey, "a medium is registered by its serial or its UUID")
        }
        guard [name, serial, uuid, custodian, keepingPlace, erased].allSatisfy({ $0.map(isOneLine) ?? true }) else {
            throw RoutesError(.badValue, "what is said of a medium is one line of text each")
        }
        self.name = name
        self.serial = serial
        self.uuid = uuid
        self.custodian = custodian
        self.keepingPlace = keepingPlace
        self.erased = erased
    }

    /// - Returns: what is known of the medium under the folder.
    /// - Throws: ``RoutesError/Code/wrongRemote`` if another medium, or none, is mounted at the folder.
    func check(_ folder: borrowing Descriptor) throws(RoutesError) -> Medium {
        let found = try Medium.of(folder)
        guard (serial == nil || serial == found.serial) && (uuid == nil || uuid == found.uuid) else {
            throw RoutesError(
                .wrongRemote, "the medium at the folder is not the registered one, or none is mounted there",
                advice: "mount the registered medium, or register this one as a route of its own",
                file: found.mountPoint.string, said: "\(found)")
        }
        return found
    }
}
