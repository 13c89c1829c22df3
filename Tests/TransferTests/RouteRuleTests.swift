import Testing
import Transfer

@Suite("Which route may carry which piece")
struct RouteRuleTests {
    @Test("A route carries one piece, as often as need be, and none that it is called by another name for")
    func onePiece() throws {
        var plan = TransferPlan(Samples.package())
        try plan.assign(Samples.assignment(1, "a"))
        try plan.assign(Samples.assignment(1, "a"))
        #expect(throws: TransferError(.carriesOther, "", piece: 1, route: "b")) {
            try plan.assign(Samples.assignment(2, "b", identity: "filesystem:a"))
        }
        #expect(plan.assignments.count == 2)
    }

    @Test("A plan that shares routes puts any piece on any of them")
    func shared() throws {
        var plan = TransferPlan(Samples.package(), mode: .shared)
        try plan.assign(Samples.assignment(1, "a"))
        try plan.assign(Samples.assignment(2, "a"))
        #expect(plan.routes(of: 2).map(\.name) == ["a"])
    }

    @Test("The passphrase's route carries no piece", arguments: [PlanMode.onePiecePerRoute, .shared])
    func passphrase(mode: PlanMode) {
        var plan = TransferPlan(Samples.package(), mode: mode, passphrase: .route(Samples.route("telephone")))
        #expect(throws: TransferError(.passphraseRoute, "", piece: 3, route: "t")) {
            try plan.assign(Samples.assignment(3, "t", identity: "filesystem:telephone"))
        }
    }

    @Test("A piece is one of the package's", arguments: [-1, 0, 6])
    func pieces(number: Int) {
        var plan = TransferPlan(Samples.package())
        #expect(throws: TransferError(.noSuchPiece, "", piece: number)) {
            try plan.assign(Samples.assignment(number, "a"))
        }
    }
}
