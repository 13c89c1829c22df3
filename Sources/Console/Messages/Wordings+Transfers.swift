extension Message {
    static let transferWordings: [Message: Wording] = [
        .transferLeftover: Wording(
            "{0}: removed what a delivery that was broken off had left: {1}", "{0}: 途切れた送信の残りを削除しました: {1}"),
        .listedPieces: Wording(
            "{0} delivered, {1} received of {2}, {3} needed", "{2} 個中 送信 {0}、受領 {1}、必要 {3}"),
        .transferHead: Wording(
            "{0}: {1} of {2} pieces open it; {3}", "{0}: {2} 個中 {1} 個のピースで開封、{3}"),
        .transferCreated: Wording(
            "Sent since", "送信開始"),
        .transferNoDeadline: Wording(
            "no deadline", "期限なし"),
        .transferFewest: Wording(
            "routes that suffice to open it: {0}", "最少 {0} 経路で開封できます"),
        .transferFewestBound: Wording(
            "routes that suffice to open it: {0} or more", "開封には少なくとも {0} 経路が必要です"),
        .transferState: Wording(
            "State", "状態"),
        .transferDelivered: Wording(
            "Delivered", "送信日時"),
        .transferOverdueMark: Wording(
            "(overdue)", "（期限超過）"),
        .receiptGood: Wording(
            "good: {0}, {1}", "正常: {0}、{1}"),
        .receiptDamaged: Wording(
            "DAMAGED: {0}, {1}", "破損: {0}、{1}"),
        .transferFailed: Wording(
            "piece {0}, {1}: {2}, {3}", "ピース {0}、{1}: {2}、{3}"),
        .transferMedium: Wording(
            "piece {0}: on {1}", "ピース {0}: 媒体 {1}"),
        .transferGiven: Wording(
            "piece {0}: handed over {1}: {2}", "ピース {0}: 引渡し {1}: {2}"),
        .transferReceived: Wording(
            "piece {0}: received {1}: {2}", "ピース {0}: 受取り {1}: {2}"),
        .standingOpen: Wording(
            "open", "進行中"),
        .standingOpenable: Wording(
            "openable: a recipient has enough pieces", "開封可能: 受取人の一人に十分なピースがあります"),
        .standingComplete: Wording(
            "complete: every recipient has enough pieces", "完了: すべての受取人に十分なピースがあります"),
        .standingClosed: Wording(
            "closed", "終了"),
        .standingCancelled: Wording(
            "cancelled", "取消し"),
        .piecePending: Wording(
            "to be sent", "送信待ち"),
        .pieceFailed: Wording(
            "failed", "失敗"),
        .pieceDelivered: Wording(
            "delivered", "送信済み"),
        .pieceHandedOver: Wording(
            "handed over", "引渡し済み"),
        .pieceReceived: Wording(
            "received", "受領済み"),
        .pieceDamaged: Wording(
            "received damaged", "破損して受領"),
        .verificationNone: Wording(
            "not verifiable", "確認手段なし"),
        .verificationTold: Wording(
            "told by the place", "送り先の申告"),
        .verificationReadBack: Wording(
            "read back", "読み戻して確認"),
        .adviceResume: Wording(
            "Deliver what was not delivered yet", "未送信のピースを送るには"),
        .adviceResend: Wording(
            "Send piece {0} again, by this route or another one (--via)", "ピース {0} を同じ経路か別の経路（--via）で再送するには"),
        .adviceReplace: Wording(
            "Make piece {0} anew and send it", "ピース {0} を作り直して送るには"),
        .adviceHandover: Wording(
            "Say who carries piece {0}", "ピース {0} の運搬者を記録するには"),
        .adviceClose: Wording(
            "Nothing more needs to be sent", "これ以上送る必要はありません"),
        .progressSending: Wording(
            "sending", "送信中"),
        .sentMayBeTwice: Wording(
            "piece {0}, {1}: an earlier delivery was broken off; the piece may arrive twice",
            "ピース {0}、{1}: 前の送信が途切れたため、二度届くことがあります"),
        .sentFailed: Wording(
            "piece {0}, {1}: not delivered: {2}", "ピース {0}、{1}: 送信できませんでした: {2}"),
        .sentDelivered: Wording(
            "piece {0}, {1}: delivered; {2}", "ピース {0}、{1}: 送信しました（{2}）"),
        .sentAgain: Wording(
            "piece {0}, {1}: delivered again; {2}", "ピース {0}、{1}: 再送しました（{2}）"),
        .sentPresent: Wording(
            "piece {0}, {1}: it was there already, nothing was sent; {2}", "ピース {0}、{1}: 既にあったため送りませんでした（{2}）"),
        .sentResumed: Wording(
            "piece {0}: continued behind {1}", "ピース {0}: {1} の続きから送りました"),
        .sentMedium: Wording(
            "piece {0}: on {1}", "ピース {0}: 媒体 {1}"),
        .sentStillMounted: Wording(
            "piece {0}: the medium is still mounted: {1}", "ピース {0}: 媒体がまだマウントされています: {1}"),
        .sentShared: Wording(
            "{0}: routes that suffice to open the package: {1}", "{0}: 最少 {1} 経路でパッケージを開封できます"),
        .sentSharedBound: Wording(
            "{0}: routes that suffice to open the package: {1} or more", "{0}: 開封に必要な経路は少なくとも {1} で、それで足りることがあります"
        ),
        .passphraseByWords: Wording(
            "the passphrase goes, in your words: {0} (this is no route of the book)",
            "パスフレーズの伝え方（言葉として読みました。経路の名前ではありません）: {0}"),
        .passphraseByRoute: Wording(
            "the passphrase goes by the route {0}: it carries no piece", "パスフレーズは経路 {0} で伝えます。この経路にピースは載せません"),
        .sentPlanned: Wording(
            "{0}: the plan is recorded", "{0}: 計画を記録しました"),
        .sentAll: Wording(
            "{0}: all pieces were delivered", "{0}: すべてのピースを送信しました"),
        .sentSome: Wording(
            "{0}: {1} of {2} pieces were not delivered; go on with: {3}", "{0}: {2} 個中 {1} 個のピースを送信できませんでした。続けるには: {3}"),
        .sentPaused: Wording(
            "{0}: paused; go on with: {1}", "{0}: 中断しました。続けるには: {1}"),
        .sentNothing: Wording(
            "{0}: nothing is left to be delivered", "{0}: 送信待ちのピースはありません"),
        .transferRebuilt: Wording(
            "{0}: piece {1} was made anew, bit for bit", "{0}: ピース {1} を元と同じバイト列に作り直しました"),
        .transferWhole: Wording(
            "{0}: piece {1} in the outbox is whole", "{0}: 送信箱のピース {1} に破損はありません"),
        .transferHandoverKept: Wording(
            "{0}: the hand-over of piece {1} is recorded", "{0}: ピース {1} の受渡しを記録しました"),
        .transferClosed: Wording(
            "{0}: closed; its outbox is removed", "{0}: 終了し、送信箱を削除しました"),
        .transferCancelled: Wording(
            "{0}: cancelled; its outbox is removed. What was delivered stays where it is",
            "{0}: 取り消し、送信箱を削除しました。送信済みのピースは送り先に残ります"),
        .transferUnreadable: Wording(
            "{0}: this transfer cannot be read: {1}", "{0}: この移送の記録を読めません: {1}"),
        .transferNone: Wording(
            "no open transfers", "進行中の移送はありません"),
        .transferCleaned: Wording(
            "removed what {0} interrupted runs had sealed and not sent", "中断した {0} 回の実行が封緘し送信しなかったものを削除しました"),
    ]
}
