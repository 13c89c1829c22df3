import DER

extension NewEntry {
    /// The first entry of a ledger: its name, and the text of its verifier key. Only the ledger itself writes it.
    static func ledger(origin: String, key: String, by author: Author, at time: DERTime) -> NewEntry {
        var entry = NewEntry(.ledger, by: author, at: time)
        entry.setText("origin", origin)
        entry.setText("key", key)
        return entry
    }

    /// So many personal values are to be erased, and which; never whose.
    static func forget(
        _ values: ErasedValues, fields: UInt64, reason: String, by author: Author, at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.forget, by: author, at: time)
        entry.setCount("fields", fields)
        entry.setText("reason", reason)
        switch values {
        case .places(let texts): entry.setTexts("values", texts)
        case .older(let kind, let time):
            entry.setText("of-kind", kind.rawValue)
            entry.setText("before", time)
        }
        return entry
    }

    /// The personal values that entries of this kind name, up to a position, are erased.
    static func forgotten(
        upTo position: UInt64, fields: UInt64, reason: String, by author: Author, at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.forget, by: author, at: time)
        entry.setCount("fields", fields)
        entry.setText("reason", reason)
        entry.setCount("completed", position)
        return entry
    }

    /// A checkpoint of another ledger was witnessed.
    /// - Parameter root: 32 bytes.
    package static func witnessed(
        origin: String, size: UInt64, root: [UInt8], by author: Author, at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.witness, by: author, at: time)
        entry.setText("origin", origin)
        entry.setCount("size", size)
        entry.setBytes("root", root)
        return entry
    }

    /// A witness cosigned this ledger's checkpoint of a size.
    /// - Parameter witness: the name in its key.
    package static func cosigned(
        size: UInt64, witness: String, organisation: String, by author: Author, at time: DERTime
    ) -> NewEntry {
        var entry = NewEntry(.cosigned, by: author, at: time)
        entry.setCount("size", size)
        entry.setText("witness", witness)
        entry.setText("organisation", organisation)
        return entry
    }
}
