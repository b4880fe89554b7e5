export function AllActivityView() {
  return <div className="view"><div className="view-head"><h1>AllActivityView</h1></div></div>
}
