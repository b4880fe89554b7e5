export function WorldView() {
  return <div className="view"><div className="view-head"><h1>WorldView</h1></div></div>
}
