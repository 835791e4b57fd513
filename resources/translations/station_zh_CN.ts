<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Bar</name>
    <message>
        <source>Demo: made-up people</source>
        <translation>演示：虚构人员</translation>
    </message>
    <message>
        <source>{gate} · lane {lane}</source>
        <translation>{gate} · {lane} 号通道</translation>
    </message>
    <message>
        <source>Guide {name}</source>
        <translation>值守员 {name}</translation>
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
        <translation>搁置 {count}</translation>
    </message>
    <message>
        <source>clock {minutes} min off</source>
        <translation>时钟偏差 {minutes} 分</translation>
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
        <translation>正在准备演示用的虚构社区，约十秒…</translation>
    </message>
    <message>
        <source>Waiting for the camera…</source>
        <translation>正在等待摄像头…</translation>
    </message>
</context>
<context>
    <name>DayPage</name>
    <message>
        <source>passages-{day}</source>
        <translation>出入台账-{day}</translation>
    </message>
    <message>
        <source>Export the day&apos;s log</source>
        <translation>导出当日台账</translation>
    </message>
    <message>
        <source>Back to the gate</source>
        <translation>返回卡口</translation>
    </message>
    <message>
        <source>Day log</source>
        <translation>当日台账</translation>
    </message>
    <message>
        <source>Export CSV</source>
        <translation>导出 CSV</translation>
    </message>
    <message>
        <source>Export Excel</source>
        <translation>导出 Excel</translation>
    </message>
    <message>
        <source>Written: {path}</source>
        <translation>已写入：{path}</translation>
    </message>
    <message>
        <source>Not written: {reason}</source>
        <translation>未能写入：{reason}</translation>
    </message>
    <message>
        <source>The newest {shown} of {total}; the export has them all.</source>
        <translation>显示最近 {shown} 条，共 {total} 条；导出包含全部。</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>Inside now</source>
        <translation>当前在内</translation>
    </message>
    <message>
        <source>In today</source>
        <translation>今日进</translation>
    </message>
    <message>
        <source>Out today</source>
        <translation>今日出</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>劝返</translation>
    </message>
</context>
<context>
    <name>GatePage</name>
    <message>
        <source>Type the code of the pass, then Enter. Esc closes.</source>
        <translation>输入通行证编码后按回车，Esc 关闭。</translation>
    </message>
</context>
<context>
    <name>RowModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
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
        <translation>楼栋</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Gate</source>
        <translation>卡口</translation>
    </message>
    <message>
        <source>Guide</source>
        <translation>值守员</translation>
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
        <translation>还没有人员通过。</translation>
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
        <translation>手工录入</translation>
    </message>
    <message>
        <source>Day log</source>
        <translation>当日台账</translation>
    </message>
    <message>
        <source>{count} undecided</source>
        <translation>未处置 {count}</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
</context>
<context>
    <name>Tiles</name>
    <message>
        <source>In</source>
        <translation>进</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出</translation>
    </message>
    <message>
        <source>Persons</source>
        <translation>人数</translation>
    </message>
    <message>
        <source>Inside at end</source>
        <translation>期末在内</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>劝返</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>未处置</translation>
    </message>
    <message>
        <source>Open flags</source>
        <translation>待核异常</translation>
    </message>
    <message>
        <source>Peak minute</source>
        <translation>高峰分钟</translation>
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
        <translation>请出示通行证</translation>
    </message>
    <message>
        <source>Hold the code inside the corners, about a hand and a half away.</source>
        <translation>将二维码对准取景框，距镜头约 30 厘米。</translation>
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
        <translation>请看</translation>
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
        <translation>未处置</translation>
    </message>
    <message>
        <source>Turned away</source>
        <translation>劝返</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>留置待处置</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Exit was missed, let pass</source>
        <translation>补记离开(推定)</translation>
    </message>
    <message>
        <source>Pass may be lent</source>
        <translation>疑似借码</translation>
    </message>
    <message>
        <source>Checked, let pass</source>
        <translation>人工核实后放行</translation>
    </message>
    <message>
        <source>Register as visitor</source>
        <translation>登记为访客</translation>
    </message>
    <message>
        <source>Turn away</source>
        <translation>劝返</translation>
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
        <translation>无进入记录</translation>
    </message>
    <message>
        <source>Last entry {time}, no exit on record</source>
        <translation>上次进入 {time}，无离开记录</translation>
    </message>
    <message>
        <source>A good pass, not on the roster yet</source>
        <translation>通行证有效，名册中暂无此人</translation>
    </message>
    <message>
        <source>Not a pass of this community</source>
        <translation>非本社区通行证</translation>
    </message>
    <message>
        <source>Expired {date}</source>
        <translation>已过期 {date}</translation>
    </message>
    <message>
        <source>Valid from {date} {time}</source>
        <translation>{date} {time} 起有效</translation>
    </message>
    <message>
        <source>Revoked ({why})</source>
        <translation>已作废({why})</translation>
    </message>
    <message>
        <source>Invalid signature</source>
        <translation>签名无效</translation>
    </message>
    <message>
        <source>Signed with an unknown key</source>
        <translation>签发密钥未知</translation>
    </message>
    <message>
        <source>Unrecognised code</source>
        <translation>无法识别的二维码</translation>
    </message>
    <message>
        <source>Temperature too high</source>
        <translation>体温异常</translation>
    </message>
    <message>
        <source>No exit on record</source>
        <translation>无离开记录</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Not valid yet</source>
        <translation>未到生效时间</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>已作废</translation>
    </message>
    <message>
        <source>Let them through.</source>
        <translation>请通行。</translation>
    </message>
    <message>
        <source>Let them through. The missing entry is noted.</source>
        <translation>请通行，缺少的进入记录已标记。</translation>
    </message>
    <message>
        <source>Ask whether they left by another gate.</source>
        <translation>请询问是否从其他卡口离开过。</translation>
    </message>
    <message>
        <source>Ask who they are and where they live.</source>
        <translation>请询问姓名和住处。</translation>
    </message>
    <message>
        <source>Ask whom they visit.</source>
        <translation>请询问来访何人。</translation>
    </message>
    <message>
        <source>Ask for a newer pass.</source>
        <translation>请出示新的通行证。</translation>
    </message>
    <message>
        <source>Ask for a pass that is valid today.</source>
        <translation>请出示今日有效的通行证。</translation>
    </message>
    <message>
        <source>Compare person and name. Stay polite.</source>
        <translation>请核对本人与姓名，保持平和有礼。</translation>
    </message>
    <message>
        <source>Recorded.</source>
        <translation>已登记。</translation>
    </message>
    <message>
        <source>Not recorded</source>
        <translation>未登记</translation>
    </message>
    <message>
        <source>Ask where the pass was issued.</source>
        <translation>请询问通行证在何处签发。</translation>
    </message>
    <message>
        <source>This is not a pass. Ask for the pass.</source>
        <translation>这不是通行证，请出示通行证。</translation>
    </message>
    <message>
        <source>Ask them to rest, measure again, call the lead.</source>
        <translation>请其休息后复测，并通知负责人。</translation>
    </message>
    <message>
        <source>reported lost</source>
        <translation>挂失</translation>
    </message>
    <message>
        <source>moved away</source>
        <translation>迁出</translation>
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
        <translation>进</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出</translation>
    </message>
    <message>
        <source>Visitor</source>
        <translation>访客</translation>
    </message>
    <message>
        <source>Courier</source>
        <translation>快递员</translation>
    </message>
    <message>
        <source>Vehicle</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>Staff</source>
        <translation>工作人员</translation>
    </message>
    <message>
        <source>Volunteer</source>
        <translation>志愿者</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
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
        <translation>摄像头没有画面，请检查连接线。可手工录入(F2)或使用扫码枪。</translation>
    </message>
    <message>
        <source>The camera&apos;s picture stands still. It is being restarted. Codes can be typed (F2).</source>
        <translation>摄像头画面静止，正在重新启动。可手工录入(F2)。</translation>
    </message>
    <message>
        <source>The camera sees only black. Is something covering it?</source>
        <translation>摄像头画面全黑，是否被遮挡？</translation>
    </message>
    <message>
        <source>The disk is full. The last code was NOT recorded. Free some space, then show it again.</source>
        <translation>磁盘已满，刚才的码没有登记。请清理空间后重新出示。</translation>
    </message>
    <message>
        <source>The last code was NOT recorded. Show it again. If this stays, write on paper and call the lead.</source>
        <translation>刚才的码没有登记，请重新出示。如一直如此，请改用纸质登记并通知负责人。</translation>
    </message>
    <message>
        <source>This station has no roster yet. Connect it to the network once, or enrol it.</source>
        <translation>本站尚无名册，请联网一次或先接入中心。</translation>
    </message>
    <message>
        <source>Another program has this station&apos;s file open. Close it, then start again.</source>
        <translation>本站数据文件正被其他程序占用，请关闭后重新启动。</translation>
    </message>
    <message>
        <source>This station&apos;s file is damaged. It was left untouched: keep it, and call the lead.</source>
        <translation>本站数据文件已损坏，未作任何改动。请保留该文件并通知负责人。</translation>
    </message>
    <message>
        <source>This station&apos;s file was written by a newer version. Please update the program.</source>
        <translation>本站数据文件由更新版本的程序写入，请更新程序。</translation>
    </message>
    <message>
        <source>This computer&apos;s key does not open the station&apos;s file. Call the lead.</source>
        <translation>本机密钥无法打开本站数据文件，请通知负责人。</translation>
    </message>
    <message>
        <source>This station&apos;s folder cannot be written. Check its permissions, then start again.</source>
        <translation>本站数据文件夹无法写入，请检查权限后重新启动。</translation>
    </message>
    <message>
        <source>The demo could not be made ready. Close the program, try again.</source>
        <translation>演示准备失败，请关闭程序后重试。</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is wrong. Entries are corrected; please set the clock.</source>
        <translation>本机时钟不准，登记时间会被校正，请调整时钟。</translation>
    </message>
</context>
</TS>
