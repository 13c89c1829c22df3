import DER

/// A transfer: its plan, and everything that became of it so far.
package struct TransferState: Hashable, Sendable {
    /// Which piece goes by which route.
    package internal(set) var plan: TransferPlan
    /// One history for each piece, x = 1...n.
    package internal(set) var histories: [PieceHistory]
    /// The receipts that counted, in the order in which they came.
    package internal(set) var receipts: [CountedReceipt] = []
    /// How it ended; nil as long as it is open.
    package internal(set) var ending: Ending?

    /// How a transfer ended.
    package struct Ending: Hashable, Sendable {
        /// The ways in which it can.
        package enum Kind: Int64, Hashable, Sendable {
            /// Nothing more is to be sent.
            case closed = 0
            /// Given up.
            case cancelled = 1
        }
        /// Which of them.
        package let kind: Kind
        /// When.
        package let time: DERTime

        /// Both fields.
        package init(kind: Kind, time: DERTime) {
            self.kind = kind
            self.time = time
        }
    }

    /// Nothing was delivered yet.
    package init(_ plan: TransferPlan) {
        self.plan = plan
        histories = Array(repeating: PieceHistory(), count: plan.package.n)
    }

    /// What became of a piece.
    /// - Throws: `noSuchPiece`.
    package func history(of piece: Int) throws(TransferError) -> PieceHistory {
        try check(piece)
        return histories[piece - 1]
    }

    func check(_ piece: Int) throws(TransferError) {
        guard histories.indices.contains(piece - 1) else {
            throw TransferError(.noSuchPiece, "the package has no such piece", piece: piece)
        }
    }
}

/// A receipt that counted: signed by somebody trusted who is a recipient, for this package and manifest.
package struct CountedReceipt: Hashable, Sendable {
    /// SHA-256 of its file.
    package let digest: [UInt8]
    /// The signer's fingerprint, 32 bytes.
    package let signer: [UInt8]
    /// When it was signed, as it says.
    package let time: DERTime
    /// How far the signer is.
    package let state: ReceiverState

    /// Every field.
    package init(digest: [UInt8], signer: [UInt8], time: DERTime, state: ReceiverState) {
        self.digest = digest
        self.signer = signer
        self.time = time
        self.state = state
    }
}
