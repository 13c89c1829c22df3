extension Message {
    static let receivingWordings: [Message: Wording] = [
        .whatReceiving: Wording("receiving", "受け取り"),
        .whatReceipt: Wording("receipt", "受領証"),
        .operationCollectingBusy: Wording("another run is collecting already: {0}", "別の実行が受け取り中です: {0}"),
        .operationPieceTooLarge: Wording("it is longer than --limit allows", "--limit の上限を超えています"),
        .hintPieceTooLarge: Wording("if it is expected, raise --limit", "予定のものなら --limit を上げてください"),
        .operationEnoughDamaged: Wording(
            "several damaged copies of this piece are here already", "このピースの壊れた写しは既に複数あります"),
        .operationReceiptForeign: Wording(
            "nothing was sent from here with the package id {0}", "パッケージ ID {0} のものはここから送っていません"),
        .hintReceiptForeign: Wording("fubako transfer list shows what was", "fubako transfer list で送ったものを見られます"),
        .operationReceiptOtherManifest: Wording(
            "it is for another package than {0}, which has the same id", "ID は同じでも、{0} とは別のパッケージの受領証です"),
        .operationReceiptSignerUnknown: Wording(
            "nobody has confirmed here who its signer is: {0}", "署名者 {0} が誰なのか、ここでは確かめられていません"),
        .hintReceiptSigner: Wording(
            "if the fingerprint is right, confirm it with fubako key trust",
            "指紋が正しければ fubako key trust で確認を記録してください"),
        .operationReceiptNotRecipient: Wording(
            "its signer {0} is none of the package's recipients", "署名者 {0} はこのパッケージの宛先ではありません"),
    ]
}
