extension Message {
    static let transferWordings: [Message: Wording] = [
        .whatTransfer: Wording("transfer", "移送"),
        .transferMalformed: Wording("{0}", "形式が正しくありません（{0}）"),
        .transferUnsupported: Wording("{0}", "この版では扱えません（{0}）"),
        .transferBadValue: Wording("{0}", "値が正しくありません（{0}）"),
        .transferTooMuch: Wording("{0}", "多すぎるか、大きすぎます（{0}）"),
        .transferCarriesOther: Wording(
            "{0}", "この移送経路は、同じパッケージの別のピースを運んでいます（{0}）"),
        .transferPassphraseRoute: Wording(
            "{0}", "パスフレーズを伝える経路は、ピースを運ぶ経路と別でなければなりません（{0}）"),
        .transferTooFewRoutes: Wording("{0}", "移送経路がピースより少なすぎます（{0}）"),
        .transferTooManyRoutes: Wording("{0}", "移送経路がピースより多すぎます（{0}）"),
        .transferNoSuchPiece: Wording("{0}", "その番号のピースはありません（{0}）"),
        .transferNotFound: Wording("{0}", "その移送はありません（{0}）"),
        .transferAmbiguous: Wording("{0}: {1}", "当てはまる移送が複数あります（{0}）: {1}"),
        .transferExists: Wording("{0}", "このパッケージの移送は既にあります（{0}）"),
        .transferBusy: Wording("{0}", "別の実行が使っています（{0}）"),
        .transferEnded: Wording("{0}", "この移送は既に終わっています（{0}）"),
        .transferBadSignature: Wording(
            "the signature does not vouch for this receipt ({0})", "署名がこの受領証を保証しません（{0}）"),
        .hintTransferOtherRoute: Wording(
            "name another route, or --plan shared", "別の移送経路か --plan shared を指定してください"),
        .hintTransferBusy: Wording("wait until it has ended, and try again", "終わるのを待ち、もう一度実行してください"),
        .hintTransferList: Wording("fubako transfer list shows them all", "fubako transfer list で一覧を見られます"),
        .hintReceiptAgain: Wording(
            "ask the recipient for the receipt once more, and how it was made", "受領者に受領証を再発行してもらい、経緯を確かめてください"),
    ]
}
