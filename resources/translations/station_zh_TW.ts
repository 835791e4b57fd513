<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW" sourcelanguage="en">
<context>
    <name>Bar</name>
    <message>
        <source>Demo: made-up people</source>
        <translation>演示：虛構人員</translation>
    </message>
    <message>
        <source>{gate} · lane {lane}</source>
        <translation>{gate} · {lane} 號通道</translation>
    </message>
    <message>
        <source>Guide {name}</source>
        <translation>值守員 {name}</translation>
    </message>
    <message>
        <source>Shift {shift}</source>
        <translation>班次 {shift}</translation>
    </message>
    <message>
        <source>all sent</source>
        <translation>已全部同步</translation>
    </message>
    <message>
        <source>{count} unsent</source>
        <translation>待同步 {count}</translation>
    </message>
    <message>
        <source>{count} kept aside</source>
        <translation>擱置 {count}</translation>
    </message>
    <message>
        <source>clock {minutes} min off</source>
        <translation>時鐘偏差 {minutes} 分</translation>
    </message>
    <message>
        <source>Not synced yet</source>
        <translation>尚未同步</translation>
    </message>
    <message>
        <source>Last synced {time}</source>
        <translation>最近同步 {time}</translation>
    </message>
</context>
<context>
    <name>CameraView</name>
    <message>
        <source>Making up a community for the demo, about ten seconds…</source>
        <translation>正在準備演示用的虛構社區，約十秒…</translation>
    </message>
    <message>
        <source>Waiting for the camera…</source>
        <translation>正在等待攝影機…</translation>
    </message>
</context>
<context>
    <name>DayPage</name>
    <message>
        <source>passages-{day}</source>
        <translation>出入臺賬-{day}</translation>
    </message>
    <message>
        <source>Export the day&apos;s log</source>
        <translation>匯出當日臺賬</translation>
    </message>
    <message>
        <source>Back to the gate</source>
        <translation>返回卡口</translation>
    </message>
    <message>
        <source>Day log</source>
        <translation>當日臺賬</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>匯出 CSV</translation>
    </message>
    <message>
        <source>Export Excel</source>
        <translation>匯出 Excel</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已寫入：{path}</translation>
    </message>
    <message>
        <source>Not written: {reason}</source>
        <translation>未能寫入：{reason}</translation>
    </message>
    <message>
        <source>The newest {shown} of {total}; the export has them all.</source>
        <translation>顯示最近 {shown} 條，共 {total} 條；匯出包含全部。</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Inside now</source>
        <translation>目前在內</translation>
    </message>
    <message>
        <source>In today</source>
        <translation>今日進</translation>
    </message>
    <message>
        <source>Out today</source>
        <translation>今日出</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>勸返</translation>
    </message>
</context>
<context>
    <name>GatePage</name>
    <message>
        <source>Type the code of the pass, then Enter. Esc closes.</source>
        <translation>輸入通行證編碼後按 Enter，Esc 關閉。</translation>
    </message>
</context>
<context>
    <name>RowModel</name>
    <message>
        <source>Time</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>方向</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Building</source>
        <translation>樓棟</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>結果</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>卡口</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>值守員</translation>
    </message>
    <message>
        <source>Synced</source>
        <translation>已同步</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待同步</translation>
    </message>
</context>
<context>
    <name>Rows</name>
    <message>
        <source>Nobody has come through yet.</source>
        <translation>還沒有人員通過。</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Gate</source>
        <translation>卡口</translation>
    </message>
    <message>
        <source>Type a code</source>
        <translation>手工錄入</translation>
    </message>
    <message>
        <source>Day log</source>
        <translation>當日臺賬</translation>
    </message>
    <message>
        <source>{count} undecided</source>
        <translation>未處置 {count}</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>淺色</translation>
    </message>
</context>
<context>
    <name>Tiles</name>
    <message>
        <source>In</source>
        <translation>進</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出</translation>
    </message>
    <message>
        <source>Persons</source>
        <translation>人數</translation>
    </message>
    <message>
        <source>Inside at end</source>
        <translation>期末在內</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>勸返</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>未處置</translation>
    </message>
    <message>
        <source>Open flags</source>
        <translation>待核異常</translation>
    </message>
    <message>
        <source>Peak minute</source>
        <translation>高峰分鐘</translation>
    </message>
    <message>
        <source>Not synced</source>
        <translation>待同步</translation>
    </message>
</context>
<context>
    <name>VerdictPanel</name>
    <message>
        <source>Please show your pass</source>
        <translation>請出示通行證</translation>
    </message>
    <message>
        <source>Hold the code inside the corners, about a hand and a half away.</source>
        <translation>將二維碼對準取景框，距鏡頭約 30 公分。</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Station</source>
        <translation>卡口站</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Pass</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>請看</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>未處置</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>勸返</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>留置待處置</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Exit was missed, let pass</source>
        <translation>補記離開(推定)</translation>
    </message>
    <message>
        <source>Pass may be lent</source>
        <translation>疑似借碼</translation>
    </message>
    <message>
        <source>Checked, let pass</source>
        <translation>人工核實後放行</translation>
    </message>
    <message>
        <source>Register as visitor</source>
        <translation>登記為訪客</translation>
    </message>
    <message>
        <source>Turn away</source>
        <translation>勸返</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>留置</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>No entry on record</source>
        <translation>無進入記錄</translation>
    </message>
    <message>
        <source>Last entry {time}, no exit on record</source>
        <translation>上次進入 {time}，無離開記錄</translation>
    </message>
    <message>
        <source>A good pass, not on the roster yet</source>
        <translation>通行證有效，名冊中暫無此人</translation>
    </message>
    <message>
        <source>Not a pass of this community</source>
        <translation>非本社區通行證</translation>
    </message>
    <message>
        <source>Expired {date}</source>
        <translation>已過期 {date}</translation>
    </message>
    <message>
        <source>Valid from {date} {time}</source>
        <translation>{date} {time} 起有效</translation>
    </message>
    <message>
        <source>Revoked ({why})</source>
        <translation>已作廢({why})</translation>
    </message>
    <message>
        <source>Invalid signature</source>
        <translation>簽名無效</translation>
    </message>
    <message>
        <source>Signed with an unknown key</source>
        <translation>簽發密鑰未知</translation>
    </message>
    <message>
        <source>Unrecognised code</source>
        <translation>無法識別的二維碼</translation>
    </message>
    <message>
        <source>Temperature too high</source>
        <translation>體溫異常</translation>
    </message>
    <message>
        <source>No exit on record</source>
        <translation>無離開記錄</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已過期</translation>
    </message>
    <message>
        <source>Not valid yet</source>
        <translation>未到生效時間</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>已作廢</translation>
    </message>
    <message>
        <source>Let them through.</source>
        <translation>請通行。</translation>
    </message>
    <message>
        <source>Let them through. The missing entry is noted.</source>
        <translation>請通行，缺少的進入記錄已標記。</translation>
    </message>
    <message>
        <source>Ask whether they left by another gate.</source>
        <translation>請詢問是否從其他卡口離開過。</translation>
    </message>
    <message>
        <source>Ask who they are and where they live.</source>
        <translation>請詢問姓名和住處。</translation>
    </message>
    <message>
        <source>Ask whom they visit.</source>
        <translation>請詢問來訪何人。</translation>
    </message>
    <message>
        <source>Ask for a newer pass.</source>
        <translation>請出示新的通行證。</translation>
    </message>
    <message>
        <source>Ask for a pass that is valid today.</source>
        <translation>請出示今日有效的通行證。</translation>
    </message>
    <message>
        <source>Compare person and name. Stay polite.</source>
        <translation>請核對本人與姓名，保持平和有禮。</translation>
    </message>
    <message>
        <source>Recorded.</source>
        <translation>已登記。</translation>
    </message>
    <message>
        <source>Not recorded</source>
        <translation>未登記</translation>
    </message>
    <message>
        <source>Ask where the pass was issued.</source>
        <translation>請詢問通行證在何處簽發。</translation>
    </message>
    <message>
        <source>This is not a pass. Ask for the pass.</source>
        <translation>這不是通行證，請出示通行證。</translation>
    </message>
    <message>
        <source>Ask them to rest, measure again, call the lead.</source>
        <translation>請其休息後複測，並通知負責人。</translation>
    </message>
    <message>
        <source>reported lost</source>
        <translation>掛失</translation>
    </message>
    <message>
        <source>moved away</source>
        <translation>遷出</translation>
    </message>
    <message>
        <source>misused</source>
        <translation>冒用</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>收回</translation>
    </message>
    <message>
        <source>In</source>
        <translation>進</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出</translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>訪客</translation>
    </message>
    <message>
        <source>Courier</source>
        <translation>快遞員</translation>
    </message>
    <message>
        <source>Vehicle</source>
        <translation>車輛</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>工作人員</translation>
    </message>
    <message>
        <source>Volunteer</source>
        <translation>志願者</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>在線</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>離線</translation>
    </message>
    <message>
        <source>Not enrolled</source>
        <translation>未接入</translation>
    </message>
    <message>
        <source>Out of service</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>No picture from the camera. Check its cable. Codes can be typed (F2) or scanned by hand.</source>
        <translation>攝影機沒有畫面，請檢查連接線。可手工錄入(F2)或使用掃碼槍。</translation>
    </message>
    <message>
        <source>The camera&apos;s picture stands still. It is being restarted. Codes can be typed (F2).</source>
        <translation>攝影機畫面靜止，正在重新啟動。可手工錄入(F2)。</translation>
    </message>
    <message>
        <source>The camera sees only black. Is something covering it?</source>
        <translation>攝影機畫面全黑，是否被遮擋？</translation>
    </message>
    <message>
        <source>The disk is full. The last code was NOT recorded. Free some space, then show it again.</source>
        <translation>磁碟已滿，剛才的碼沒有登記。請清理空間後重新出示。</translation>
    </message>
    <message>
        <source>The last code was NOT recorded. Show it again. If this stays, write on paper and call the lead.</source>
        <translation>剛才的碼沒有登記，請重新出示。如一直如此，請改用紙本登記並通知負責人。</translation>
    </message>
    <message>
        <source>This station has no roster yet. Connect it to the network once, or enrol it.</source>
        <translation>本站尚無名冊，請連網一次或先接入中心。</translation>
    </message>
    <message>
        <source>Another program has this station&apos;s file open. Close it, then start again.</source>
        <translation>本站資料檔正被其他程式占用，請關閉後重新啟動。</translation>
    </message>
    <message>
        <source>This station&apos;s file is damaged. It was left untouched: keep it, and call the lead.</source>
        <translation>本站資料檔已損壞，未作任何更動。請保留該檔案並通知負責人。</translation>
    </message>
    <message>
        <source>This station&apos;s file was written by a newer version. Please update the program.</source>
        <translation>本站資料檔由較新版本的程式寫入，請更新程式。</translation>
    </message>
    <message>
        <source>This computer&apos;s key does not open the station&apos;s file. Call the lead.</source>
        <translation>本機密鑰無法開啟本站資料檔，請通知負責人。</translation>
    </message>
    <message>
        <source>This station&apos;s folder cannot be written. Check its permissions, then start again.</source>
        <translation>本站資料夾無法寫入，請檢查權限後重新啟動。</translation>
    </message>
    <message>
        <source>The demo could not be made ready. Close the program, try again.</source>
        <translation>演示準備失敗，請關閉程式後重試。</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is wrong. Entries are corrected; please set the clock.</source>
        <translation>本機時鐘不準，登記時間會被校正，請調整時鐘。</translation>
    </message>
</context>
</TS>
